using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training.Mixing;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Mixing;

public class MixedBatchesTests
{
    private static readonly ImagePreprocessing s_tiny = ImagePreprocessing.Grey(6) with { Mean = [0], Std = [1] };

    [Fact]
    public void AreTheSameWhereverAnEpochBegins()
    {
        using var source = Source();
        var whole = Read(source, 1, 0);
        Assert.Equal(4, whole.Count);
        Assert.Equal(whole[2..], Read(source, 1, 2));
        Assert.NotEqual(whole, Read(source, 2, 0));
    }

    [Fact]
    public void SayWhatTheirSourceSays()
    {
        using var source = Source();
        Assert.Equal((15, 4, 4), (source.Count, source.BatchSize, source.BatchesPerEpoch));
        using var plain = Plain();
        Assert.Equal(plain.Fingerprint, source.Fingerprint);
    }

    [Fact]
    public void LeaveNoTensorsBehind()
    {
        using var source = Source();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int epoch = 0; epoch < 4; epoch++)
            Assert.Equal(4, source.Read(epoch, 0, default).Count());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>Values and targets as text, which compares by value.</summary>
    private static List<string> Read(MixedBatches source, int epoch, int first) =>
    [
        .. source.Read(epoch, first, default)
            .Select(batch => string.Join(' ', batch.Images.data<float>().ToArray().Concat(batch.Targets!.data<float>().ToArray()))),
    ];

    private static MixedBatches Source() => new(Plain(), new BatchMixing { MixupAlpha = 0.8, CutmixAlpha = 1, Classes = 15, LabelSmoothing = 0.1 }, seed: 5);

    private static BatchReader Plain() => new(
        [.. Enumerable.Range(0, 15).Select(i => new TrainingExample(ImageSource.FromImage(new RgbImage(6, 6, [.. Enumerable.Repeat((byte)(i * 9), 108)])), i))],
        s_tiny, new BatchReaderSettings { BatchSize = 4, Shuffle = true, Seed = 5, Threads = 2 });
}
