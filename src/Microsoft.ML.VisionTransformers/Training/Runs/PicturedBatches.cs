using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// Batches of which the very first is also drawn, as the network gets it but for the normalisation: <c>batch.png</c>, the quickest way to
/// see that labels are right and augmentation leaves the images what they are.
/// </summary>
internal sealed class PicturedBatches(IBatchSource source, ImagePreprocessing preprocessing, IReadOnlyList<string> classNames, string folder) : IBatchSource
{
    private const int Most = 64;
    private const double ShownShare = 0.05;

    public int Count => source.Count;

    public int BatchesPerEpoch => source.BatchesPerEpoch;

    public int BatchSize => source.BatchSize;

    public TimeSpan Waited => source.Waited;

    public long Fingerprint => source.Fingerprint;

    public IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation)
    {
        bool isDrawn = epoch > 0 || first > 0;
        foreach (var batch in source.Read(epoch, first, cancellation))
        {
            if (!isDrawn)
                Draw(batch);
            isDrawn = true;
            yield return batch;
        }
    }

    public void Dispose() => source.Dispose();

    private void Draw(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        int count = Math.Min(batch.Count, Most);
        var pictures = PixelTensors.Pictures(PixelTensors.Bytes(batch.Images.narrow(0, 0, count), preprocessing));
        Directory.CreateDirectory(folder);
        ContactSheet.Save(pictures, Captions(batch), Path.Combine(folder, "batch.png"));
    }

    private string[] Captions(Batch batch)
    {
        if (batch.Targets is null)
            return [.. batch.Labels.cpu().data<long>().ToArray().Select(label => classNames[(int)label])];
        var shares = batch.Targets.cpu().to(ScalarType.Float32).data<float>().ToArray();                // [N, K]
        return [.. shares.Chunk(classNames.Count).Select(row => string.Join('+', row.Select((share, i) => (Share: share, Name: classNames[i]))
            .Where(item => item.Share > ShownShare).OrderByDescending(item => item.Share).Select(item => item.Name)))];
    }
}
