using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Training.Mixing;

/// <summary>The batches of another source, mixed. What a batch draws follows from (seed, epoch, its number), so a training can go on in the middle.</summary>
/// <param name="source">Where they come from; disposed with this.</param>
/// <param name="mixing">How.</param>
/// <param name="seed">Of the training.</param>
internal sealed class MixedBatches(IBatchSource source, BatchMixing mixing, long seed) : IBatchSource
{
    // Images draw at 0 and up, the order at -1, the loop below that.
    private const long FirstIndex = 1L << 40;

    public int Count => source.Count;

    public int BatchesPerEpoch => source.BatchesPerEpoch;

    public int BatchSize => source.BatchSize;

    public TimeSpan Waited => source.Waited;

    public long Fingerprint => source.Fingerprint;

    public IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation)
    {
        foreach (var batch in source.Read(epoch, first, cancellation))
        {
            var mixed = mixing.Mix(batch, new SeededRandom(seed, epoch, FirstIndex + batch.Number));
            using (mixed.Targets)
                yield return mixed;
        }
    }

    public void Dispose() => source.Dispose();
}
