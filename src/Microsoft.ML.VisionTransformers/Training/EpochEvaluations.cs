using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>All that a training measures by name.</summary>
internal sealed class EpochEvaluations
{
    private readonly IReadOnlyList<IEpochEvaluation> _evaluations;

    /// <exception cref="ArgumentException">Two have a metric of one name.</exception>
    public EpochEvaluations(IReadOnlyList<IEpochEvaluation> evaluations)
    {
        _evaluations = evaluations;
        Names = [.. evaluations.SelectMany(evaluation => evaluation.Names)];
        if (Names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two metrics have the name '{twice.Key}'.");
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Refuses a name that nothing is measured by; null is none.</summary>
    /// <exception cref="ArgumentException">There is no metric of that name.</exception>
    public void Require(string? name, string setting)
    {
        if (name is not null && !Names.Contains(name))
            throw new ArgumentException($"{setting} names the metric '{name}'. "
                + (Names.Count == 0 ? "This training measures none by name; it needs validation images." : $"This training measures {string.Join(", ", Names)}."), setting);
    }

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation)
    {
        List<MetricValue> measured = [];
        foreach (var evaluation in _evaluations)
        {
            cancellation.ThrowIfCancellationRequested();
            using var guard = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var values = evaluation.Evaluate(epoch, cancellation);
            if (values.FirstOrDefault(value => !evaluation.Names.Contains(value.Name)) is { } stranger)
                throw new InvalidOperationException($"'{stranger.Name}' was measured without being announced.");
            measured.AddRange(values);
        }
        return measured;
    }
}
