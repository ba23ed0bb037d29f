using Microsoft.ML.VisionTransformers.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public class JoinedBatchesTests
{
    [Fact]
    public void SeveralBatchesComeAsOneInTheirOrder()
    {
        using var joined = new JoinedBatches(new Numbers(11), 3);
        Assert.Equal((6, 2), (joined.BatchSize, joined.BatchesPerEpoch));
        Assert.Equal(["0: 0 1 2 3 4 5", "1: 6 7 8 9 10"], Read(joined, first: 0));
        Assert.Equal(["1: 6 7 8 9 10"], Read(joined, first: 1));
    }

    // Of batches 0..5 number 2, the last of its group, and 3 are all of bad images.
    [Fact]
    public void ABatchThatIsLeftOutMakesItsGroupSmaller()
    {
        using var joined = new JoinedBatches(new Numbers(12, missing: [2, 3]), 3);
        Assert.Equal(["0: 0 1 2 3", "1: 8 9 10 11"], Read(joined, first: 0));
    }

    private static string[] Read(IBatchSource source, int first) => [.. source.Read(0, first, default).Select(batch =>
    {
        Assert.Equal(batch.Count, batch.Images.shape[0]);
        var labels = batch.Labels.data<long>().ToArray();
        Assert.Equal(labels, batch.Images.flatten().to(ScalarType.Int64).data<long>().ToArray());
        Assert.Equal(labels, batch.Texts!.select(1, 0).data<long>().ToArray());
        return $"{batch.Number}: {string.Join(' ', labels)}";
    })];

    /// <summary>Batches of two examples, which are their own numbers.</summary>
    private sealed class Numbers(int count, params int[] missing) : IBatchSource
    {
        public int Count => count;

        public int BatchesPerEpoch => (count + 1) / 2;

        public int BatchSize => 2;

        public TimeSpan Waited => default;

        public long Fingerprint => 1;

        public IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation)
        {
            for (var number = first; number < BatchesPerEpoch; number++)
            {
                if (missing.Contains(number))
                    continue;
                using var labels = arange(number * 2, Math.Min(count, number * 2 + 2), dtype: ScalarType.Int64);
                using var images = labels.to(ScalarType.Float32).view(-1, 1, 1, 1);
                using var texts = labels.unsqueeze(1);
                yield return new Batch(images, labels, (int)labels.shape[0]) { Number = number, Texts = texts };
            }
        }

        public void Dispose()
        {
        }
    }
}
