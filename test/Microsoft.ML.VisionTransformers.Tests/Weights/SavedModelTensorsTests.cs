using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public sealed class SavedModelTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, '/')]
    [InlineData(true, '/')]
    [InlineData(true, '\\')] // As ML.NET writes it on Windows.
    public void TheWeightsOfASavedModelAreACheckpoint(bool deflate, char separator)
    {
        using var checkpoint = Checkpoint.Open(_folder.Write("model.zip", Checkpoints.SavedModel(deflate, separator)));
        Assert.Equal("ML.NET model", checkpoint.Format);
        Assert.Equal($"TransformerChain{separator}Transform_001", checkpoint.Container);
        using var plain = Checkpoint.Open(_folder.Write("model.safetensors", Checkpoints.Safetensors()));
        Assert.Equal(plain.Entries.Keys, checkpoint.Entries.Keys);
        Assert.True(plain.Load("a").eq(checkpoint.Load("a")).all().item<bool>());
    }

    // 64 MB of zeros are 64 KB in the zip.
    [Fact]
    public void WeightsThatInflateToAThousandTimesTheFileAreRefused()
    {
        var zip = new ZipWriter().Add("weights.safetensors", new byte[64 << 20], deflate: true).ToArray();
        Assert.True(zip.Length < 100_000);
        var path = _folder.Write("model.zip", zip);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("inflate to many times its size", Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }
}
