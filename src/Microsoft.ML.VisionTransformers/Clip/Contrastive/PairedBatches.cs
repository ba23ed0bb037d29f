using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>
/// Batches of images whose labels are their numbers, with a text for each: of an image with several the epoch's own, which follows from
/// (seed, epoch, image), so a training can go on in the middle. The labels become the texts' numbers.
/// </summary>
/// <param name="source">Where images come from; disposed with this.</param>
/// <param name="pairs">The texts.</param>
/// <param name="seed">Of the training; null: each image's first text, for validation.</param>
internal sealed class PairedBatches(IBatchSource source, PairSet pairs, long? seed) : IBatchSource
{
    // What is drawn for an image's pixels, for batches and for the order has other indices.
    private const long FirstIndex = 1L << 41;

    public int Count => source.Count;

    public int BatchesPerEpoch => source.BatchesPerEpoch;

    public int BatchSize => source.BatchSize;

    public TimeSpan Waited => source.Waited;

    /// <summary>Other texts, or the same for other images, are another number too.</summary>
    public long Fingerprint
    {
        get
        {
            ulong hash = (ulong)source.Fingerprint;
            foreach (int number in pairs.Images.SelectMany(image => image.Texts.Prepend(-1)))
                hash = Fnv1a.Add(hash, (uint)number);
            return (long)pairs.Texts.Hash(hash);
        }
    }

    public IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation)
    {
        foreach (var batch in source.Read(epoch, first, cancellation))
        {
            int[] numbers;
            using (var labels = batch.Labels.cpu())
                numbers = [.. labels.data<long>().ToArray().Select(image => Choose(epoch, (int)image))];
            var device = batch.Images.device;
            using var texts = pairs.Texts.Tokens(numbers).to(device, disposeAfter: true);
            using var ids = tensor(Array.ConvertAll(numbers, number => (long)number)).to(device, disposeAfter: true);
            yield return batch with { Labels = ids, Texts = texts };
        }
    }

    public void Dispose() => source.Dispose();

    private int Choose(int epoch, int image)
    {
        var texts = pairs.Images[image].Texts;
        return texts.Count == 1 || seed is null ? texts[0] : texts[new SeededRandom(seed.Value, epoch, FirstIndex + image).Below(texts.Count)];
    }
}
