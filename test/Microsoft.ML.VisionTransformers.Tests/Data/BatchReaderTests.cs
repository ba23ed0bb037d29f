using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Images;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public class BatchReaderTests
{
    private static readonly ImagePreprocessing s_tiny = ImagePreprocessing.Grey(4) with { Mean = [0], Std = [1] };

    [Fact]
    public void ReadsEveryExampleOnceAnEpoch()
    {
        using var reader = new BatchReader(Numbered(23), s_tiny, new BatchReaderSettings { BatchSize = 5, Shuffle = true, Seed = 4, Threads = 3 });
        Assert.Equal(5, reader.BatchesPerEpoch);
        var first = Labels(reader, 0);
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (long)i), first.Order());
        Assert.Equal(first, Labels(reader, 0));
        Assert.NotEqual(first, Labels(reader, 1));
    }

    [Fact]
    public void HandsOutThePixelsOfItsLabels()
    {
        using var reader = new BatchReader(Numbered(9), s_tiny, new BatchReaderSettings { BatchSize = 4, Threads = 2 });
        int next = 0;
        foreach (var batch in reader.Read(0))
        {
            Assert.Equal([batch.Count, 1, 4, 4], batch.Images.shape);
            float[] values = batch.Images.data<float>().ToArray();
            for (int i = 0; i < batch.Count; i++, next++)
                Assert.All(values.Skip(i * 16).Take(16), v => Assert.Equal(next / 255f, v, 1e-6));
        }
        Assert.Equal(9, next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GivesTheSameBatchesWhateverTheThreadsAndTheCache(bool crop)
    {
        var examples = Enumerable.Range(0, 17).Select(i => new TrainingExample(ImageSource.FromImage(PillowResizeTests.Noise(20, 15, i)), i)).ToArray();
        var settings = new BatchReaderSettings
        {
            BatchSize = 4,
            Shuffle = true,
            Seed = 9,
            Augmentation = new ImageAugmentation { HorizontalFlip = true, Crop = crop ? new RandomResizedCrop() : null },
        };
        float[] Values(BatchReaderSettings s)
        {
            using var reader = new BatchReader(examples, ImagePreprocessing.Squash(8), s);
            return Enumerable.Range(0, 2).SelectMany(e => reader.Read(e).SelectMany(b => b.Images.data<float>().ToArray()).ToArray()).ToArray();
        }
        float[] one = Values(settings with { Threads = 1, CacheBytes = 0 });
        Assert.Equal(2 * 17 * 3 * 64, one.Length);
        Assert.Equal(one, Values(settings with { Threads = 4, ReadAhead = 1 }));
    }

    [Fact]
    public void GoesOnInTheMiddleOfAnEpoch()
    {
        using var reader = new BatchReader(Numbered(23), s_tiny, new BatchReaderSettings { BatchSize = 5, Shuffle = true, Seed = 4, Threads = 3 });
        var whole = reader.Read(1).Select(batch => (batch.Number, Values: batch.Images.data<float>().ToArray())).ToList();
        var rest = reader.Read(1, first: 3).Select(batch => (batch.Number, Values: batch.Images.data<float>().ToArray())).ToList();
        Assert.Equal([3, 4], rest.Select(batch => batch.Number));
        Assert.Equal(whole.Skip(3).SelectMany(batch => batch.Values), rest.SelectMany(batch => batch.Values));
        Assert.Empty(reader.Read(1, first: 5));
    }

    [Fact]
    public void OtherExamplesHaveAnotherFingerprint()
    {
        long Fingerprint(IReadOnlyList<TrainingExample> examples)
        {
            using var reader = new BatchReader(examples, s_tiny, new BatchReaderSettings());
            return reader.Fingerprint;
        }
        Assert.Equal(Fingerprint(Numbered(9)), Fingerprint(Numbered(9)));
        Assert.NotEqual(Fingerprint(Numbered(9)), Fingerprint(Numbered(8)));
        Assert.NotEqual(Fingerprint(Numbered(9)), Fingerprint([.. Numbered(9).Reverse()]));
    }

    [Fact]
    public void ImagesWithoutAFileAreToldApartByWhatIsInThem()
    {
        TrainingExample Example(byte last) => new(ImageSource.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, last], "row 0"), 0);
        Assert.Equal(BatchReader.FingerprintOf([Example(9)]), BatchReader.FingerprintOf([Example(9)]));
        Assert.NotEqual(BatchReader.FingerprintOf([Example(9)]), BatchReader.FingerprintOf([Example(10)]));
        Assert.NotEqual(BatchReader.FingerprintOf(Numbered(2)), BatchReader.FingerprintOf([.. Numbered(2).Select(example => example with { Image = ImageSource.FromImage(new RgbImage(4, 4)) })]));
    }

    [Fact]
    public void APictureThatWouldBecomeTooLargeIsABadOne()
    {
        var examples = Numbered(10).ToList();
        examples[3] = new TrainingExample(ImageSource.FromImage(new RgbImage(1, 12_000), "line.png"), 3);
        var warnings = new List<string>();
        var settings = new ImagePreprocessing { Width = 256, Height = 256, Resize = 256 };
        using var reader = new BatchReader(examples, settings, new BatchReaderSettings { BatchSize = 4, MaxBadImages = 0.1, Threads = 1, Warning = warnings.Add });
        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], Labels(reader, 0));
        Assert.Contains("line.png", Assert.Single(warnings));
        Assert.Contains("256 x 3072000", warnings[0]);
    }

    [Fact]
    public void SkipsAndNamesImagesThatCannotBeUsed()
    {
        var examples = Numbered(10).ToList();
        examples[3] = new TrainingExample(ImageSource.FromPath("gone.png"), 3);
        examples[7] = new TrainingExample(ImageSource.FromBytes([1, 2, 3], "row 7"), 7);
        var warnings = new List<string>();
        using var reader = new BatchReader(examples, s_tiny, new BatchReaderSettings { BatchSize = 4, MaxBadImages = 0.2, Threads = 1, Warning = warnings.Add });

        for (int epoch = 0; epoch < 2; epoch++)
            Assert.Equal([0, 1, 2, 4, 5, 6, 8, 9], Labels(reader, epoch));

        Assert.Equal(2, reader.BadImages);
        Assert.Equal(2, warnings.Count);
        Assert.Contains(warnings, w => w.Contains("gone.png"));
        Assert.Contains(warnings, w => w.Contains("row 7"));
    }

    [Fact]
    public void TooManyBadImagesAreAnError()
    {
        var examples = Numbered(10).ToList();
        examples[3] = new TrainingExample(ImageSource.FromPath("gone.png"), 3);
        using var reader = new BatchReader(examples, s_tiny, new BatchReaderSettings { BatchSize = 4 });
        var e = Assert.Throws<BadImagesException>(() => Labels(reader, 0));
        Assert.Contains("1 of 10", e.Message);
        Assert.Contains("gone.png", e.Message);
    }

    [Fact]
    public void StopsWhenCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var reader = new BatchReader(Numbered(10), s_tiny, new BatchReaderSettings { BatchSize = 2 });
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in reader.Read(0, 0, cancellation.Token))
            {
                Assert.False(cancellation.IsCancellationRequested); // however many batches are ready
                Thread.Sleep(50);
                cancellation.Cancel();
            }
        });
        Assert.Equal(10, Labels(reader, 0).Length); // and can be read again
    }

    [Fact]
    public void RefusesBatchesThatCannotBe()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new BatchReader(
            Numbered(10), ImagePreprocessing.Squash(8192), new BatchReaderSettings { BatchSize = 10 }));
        Assert.Contains("BatchSize", e.Message);
    }

    [Fact]
    public void LeavesNoTensorsBehind()
    {
        using var reader = new BatchReader(Numbered(12), s_tiny, new BatchReaderSettings { BatchSize = 4 });
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int epoch = 0; epoch < 5; epoch++)
            Assert.Equal(3, reader.Read(epoch).Count());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static long[] Labels(BatchReader reader, int epoch) =>
        reader.Read(epoch).SelectMany(b => b.Labels.data<long>().ToArray()).ToArray();

    /// <summary>Images of one grey level: their number.</summary>
    private static TrainingExample[] Numbered(int count) => Enumerable.Range(0, count)
        .Select(i => new TrainingExample(ImageSource.FromImage(new RgbImage(4, 4, Enumerable.Repeat((byte)i, 48).ToArray())), i)).ToArray();
}
