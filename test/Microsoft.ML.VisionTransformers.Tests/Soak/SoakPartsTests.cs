using Microsoft.ML.VisionTransformers.Tests.Drawing;
using global::Soak;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Soak;

/// <summary>build/soak in short: what scoring and training keep does not grow.</summary>
[Collection("Kernels")]
public sealed class SoakPartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SoakPartsTests()
    {
        SoakPictures.Write(_folder.Path, each: 40);
        SoakParts.WriteModel(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SoakParts.Cursor, 400)]
    [InlineData(SoakParts.Engine, 400)]
    [InlineData(SoakParts.Training, 60)]
    public void MemoryStaysFlat(string part, int count)
    {
        const int Windows = 12;
        List<(long Tensors, long Native, long Resident)> samples = [];
        SoakParts.All[part](_folder.Path)(count, done =>
        {
            if (done >= count * (samples.Count + 1) / Windows)
                samples.Add((torch.Tensor.TotalCount, NativeMemory.Kept(), Environment.WorkingSet)); // counted before anything is collected
        });
        Assert.Equal(Windows, samples.Count);

        // The runtime's compiler takes memory now and then; what is lost with each image or step is lost in each window, 12 KB an image's pixels alone.
        var after = samples[(Windows / 2)..];
        Assert.InRange(after.Zip(after.Skip(1), (a, b) => b.Native - a.Native).Min(), long.MinValue, 50_000);
        Assert.InRange(after.Max(sample => sample.Tensors) - after[0].Tensors, long.MinValue, 10); // a batch's loss and images, at most
        Assert.InRange(after[^1].Resident - after[0].Resident, long.MinValue, 100_000_000);
    }
}
