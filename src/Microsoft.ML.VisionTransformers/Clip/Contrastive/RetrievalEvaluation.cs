using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>Recall of validation pairs after each epoch.</summary>
/// <param name="model">What is trained.</param>
/// <param name="images">The pairs' images in their order; their labels are their numbers.</param>
/// <param name="pairs">The pairs.</param>
internal sealed class RetrievalEvaluation(ClipModel model, IBatchSource images, PairSet pairs) : IEpochEvaluation
{
    public IReadOnlyList<string> Names => RetrievalMetrics.Names;

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation) => Measure(cancellation).Measured;

    /// <summary>The network has to be in evaluation mode, and gradients off.</summary>
    public RetrievalMetrics Measure(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var (imageFeatures, numbers) = EmbedImages(cancellation);
        // The set's own texts, each once.
        int[] texts = [.. numbers.SelectMany(image => pairs.Images[image].Texts).Distinct()];
        var rows = texts.Select((text, row) => (text, row)).ToDictionary(pair => pair.text, pair => pair.row);
        List<Tensor> textFeatures = [];
        foreach (var block in texts.Chunk(images.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            textFeatures.Add(Embed(() => model.EmbedTexts(pairs.Texts.Tokens(block).to(model.Device), normalize: true)));
        }
        return RetrievalMetrics.Of(imageFeatures, cat(textFeatures), [.. numbers.Select(image => (IReadOnlyList<int>)[.. pairs.Images[image].Texts.Select(text => rows[text])])]);
    }

    private (Tensor Features, int[] Numbers) EmbedImages(CancellationToken cancellation)
    {
        List<Tensor> features = [];
        List<int> numbers = [];
        foreach (var batch in images.Read(0, 0, cancellation))
        {
            features.Add(Embed(() => model.EmbedImages(batch.Images, normalize: true)));
            using var labels = batch.Labels.cpu();
            numbers.AddRange(labels.data<long>().ToArray().Select(label => (int)label));
        }
        return numbers.Count > 0 ? (cat(features), [.. numbers]) : throw new InvalidOperationException("Not one image of the validation set can be used.");
    }

    private static Tensor Embed(Func<Tensor> embed)
    {
        using var scope = NewDisposeScope();
        return embed().cpu().MoveToOuterDisposeScope();
    }
}
