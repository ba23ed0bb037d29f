using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Metrics of a classifier by name: it stands before the objective, keeps what the network says while the loop validates, and measures it then; so
/// that no image goes through the network twice.
/// </summary>
internal sealed class ClassificationEvaluation : IObjective, IEpochEvaluation
{
    private readonly IObjective _objective;
    private readonly EvaluatorMetrics _evaluator;
    private readonly IReadOnlyList<ValidationMetric> _custom;
    private readonly IReadOnlyList<string> _classes;
    private readonly HashSet<string> _named;
    private readonly int _topK;
    private readonly List<float[]> _scores = [];
    private readonly List<int> _labels = [];

    /// <param name="objective">Gives logits.</param>
    /// <param name="evaluator">ML.NET's metrics of the task.</param>
    /// <param name="options">Say which metrics are wanted.</param>
    /// <param name="classes">Their names.</param>
    public ClassificationEvaluation(IObjective objective, EvaluatorMetrics evaluator, ImageClassificationOptions options, IReadOnlyList<string> classes)
    {
        (_objective, _evaluator, _custom, _classes) = (objective, evaluator, options.CustomMetrics, classes);
        _topK = Math.Min(options.TopKPredictionCount, classes.Count);
        var wanted = options.MeasuredMetrics.Where(evaluator.Names.Contains).ToArray();
        _named = wanted.SelectMany(name => evaluator.Values(name, classes, _topK)).ToHashSet();
        Names = [.. wanted.SelectMany(name => evaluator.Values(name, classes, _topK)), .. _custom.Select(metric => metric.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether something is undefined where a class has no validation images.</summary>
    public bool NeedsAllClasses => _named.Count > 0 && _evaluator.NeedsAllClasses;

    public ObjectiveResult Compute(Batch batch, bool training)
    {
        var result = _objective.Compute(batch, training);
        if (!training)
            Keep(result, batch);
        return result;
    }

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation)
    {
        var predictions = new ValidationPredictions([.. _scores], [.. _labels], _classes);
        _scores.Clear();
        _labels.Clear();
        if (predictions.Labels.Count == 0)
            return []; // all validation images are unusable
        var measured = _named.Count == 0 ? [] : _evaluator.Evaluate(predictions, _topK).Where(value => _named.Contains(value.Name));
        return [.. measured, .. _custom.Select(metric => new MetricValue(metric.Name, metric.Compute(predictions), metric.LargerIsBetter))];
    }

    private void Keep(ObjectiveResult result, Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        var outputs = result.Outputs!;                                            // [B, K], or [B, 1]
        var scores = (outputs.shape[1] == 1 ? outputs : outputs.softmax(1)).cpu().data<float>().ToArray();
        _scores.AddRange(scores.Chunk((int)outputs.shape[1]));
        _labels.AddRange(batch.Labels.cpu().data<long>().ToArray().Select(label => (int)label));
    }
}
