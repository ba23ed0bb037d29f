using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Search;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// Judges embeddings by their neighbours, without training anything: the class of an image is what the 20 most similar others vote for, each with
/// exp(cosine / 0.07) (Wu et al., "Unsupervised Feature Learning via Non-Parametric Instance Discrimination", 2018; DINO's evaluation).
/// </summary>
/// <param name="network">The network.</param>
/// <param name="known">Images whose classes are known.</param>
/// <param name="asked">Other images, whose classes are to be found.</param>
/// <param name="classes">How many classes there are.</param>
/// <param name="options">The training's.</param>
internal sealed class NeighbourProbe(MaskedNetwork network, IBatchSource known, IBatchSource asked, int classes, MaskedPretrainingOptions options) : IEpochEvaluation
{
    /// <summary>The share of images that is classified right.</summary>
    public const string Metric = "knn_accuracy";

    private const int Neighbours = 20;
    private const double Temperature = 0.07;
    private const double AskedShare = 0.2;

    public IReadOnlyList<string> Names => [Metric];

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation)
    {
        if (epoch % options.ProbeEpochs != 0 && epoch != options.MaxEpochs)
            return [];
        using var bank = new NeighbourBank(network.Configuration.EncoderDim, classes);
        var (vectors, labels) = Embed(known, cancellation);
        bank.Add(vectors, labels);
        var (queries, truths) = Embed(asked, cancellation);
        if (bank.Count == 0 || truths.Length == 0)
            return []; // not one of the few images can be used
        return [new MetricValue(Metric, bank.Accuracy(queries, truths, Neighbours, Temperature))];
    }

    /// <summary>Labelled images for a probe: those that answer, and those that are asked for. Null when there are too few.</summary>
    public static (IReadOnlyList<TrainingExample> Known, IReadOnlyList<TrainingExample> Asked)? Choose(
        IReadOnlyList<TrainingExample> examples, int most, int seed)
    {
        var labelled = examples.Where(example => example.Label >= 0).ToArray();
        new Random(seed).Shuffle(labelled);
        var (known, held) = StratifiedSplit.Split(labelled[..Math.Min(most, labelled.Length)], AskedShare, seed);
        return known.Count > 0 && held.Count > 0 ? (known, held) : null;
    }

    /// <summary>Means of the patches' tokens, and their labels.</summary>
    private (float[] Vectors, int[] Labels) Embed(IBatchSource source, CancellationToken cancellation)
    {
        List<float> vectors = [];
        List<int> labels = [];
        foreach (var batch in source.Read(0, 0, cancellation))
        {
            using var scope = NewDisposeScope();
            var tokens = network.forward_features(batch.Images);                                                         // [B, P + N, D]
            vectors.AddRange(ImageFeatures.Pool(tokens, network.Configuration.PrefixTokens, EmbeddingPooling.Mean).to(ScalarType.Float32).cpu().data<float>());
            labels.AddRange(batch.Labels.cpu().data<long>().Select(label => (int)label));
        }
        return ([.. vectors], [.. labels]);
    }
}
