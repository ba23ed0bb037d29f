using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// From losses to changed weights: gradients are summed over one or several batches, averaged over their examples, clipped, and handed to
/// the optimizer; then the moving average follows.
/// </summary>
internal sealed class GradientStep : IDisposable
{
    private readonly nn.Module _network;
    private readonly TrainingOptions _options;
    private readonly IReadOnlyList<IRecomputed> _recomputed;
    private int _batches;
    private long _examples;

    public GradientStep(nn.Module network, TrainingOptions options)
    {
        (_network, _options) = (network, options);
        Frozen = new FrozenPart(network, options);
        Optimizer = TrainingOptimizer.Create(ParameterGroups.Create(network, options.WeightDecay, options.LayerDecay), options);
        Average = options.EmaDecay is { } decay ? new WeightAverage(network, decay) : null;
        _recomputed = options.GradientCheckpointing ? Blocks(network) : [];
        Recompute(true);
        CastType = options.Precision.On(network.parameters().FirstOrDefault()?.device ?? CPU);
        if (options.LossScale is { } scale)
            Scaler = new LossScaler(scale);
        else if (CastType == ScalarType.Float16)
            Scaler = new LossScaler();
    }

    public ITrainingOptimizer Optimizer { get; private set; }

    /// <summary>What is not trained.</summary>
    public FrozenPart Frozen { get; }

    /// <summary>Steps that were taken before all was trained; null while something is frozen, or nothing ever was.</summary>
    public long? ThawedAt { get; private set; }

    /// <summary>Null when none was asked for.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Element type that <see cref="Autocast"/> should have while losses are computed; null for 32 bits.</summary>
    public ScalarType? CastType { get; }

    /// <summary>Null when losses are not scaled.</summary>
    public LossScaler? Scaler { get; }

    /// <summary>Whether gradients are waiting for a step.</summary>
    public bool IsPending => _batches > 0;

    /// <summary>Whether enough batches have been added for a step.</summary>
    public bool IsDue => _batches == _options.GradientAccumulation;

    /// <summary>Trains what was frozen too, with an optimizer state that begins here.</summary>
    /// <param name="steps">Steps taken before.</param>
    public void Thaw(long steps)
    {
        Frozen.Thaw();
        var groups = ParameterGroups.Create(_network, _options.WeightDecay, _options.LayerDecay, Frozen.Names.Contains);
        Optimizer = new StagedOptimizer(Optimizer, TrainingOptimizer.Create(groups, _options), steps);
        ThawedAt = steps;
    }

    /// <summary>Adds the gradient of a batch's mean loss.</summary>
    public void Add(ObjectiveResult result, int examples)
    {
        _batches++;
        _examples += examples;
        // Weighed by its size, so that a small last batch counts for what it is, as in one large batch.
        result.Backward((_options.GradientAccumulation == 1 ? 1 : examples) * (Scaler?.State.Scale ?? 1));
    }

    /// <summary>Changes the weights by what was added, unless the scaled gradients overflowed: then that is forgotten.</summary>
    /// <returns>Whether the weights changed.</returns>
    public bool Apply(double learningRate)
    {
        var finite = Scaler?.Unscale(_network.parameters().Select(parameter => parameter.grad).OfType<Tensor>()) ?? true;
        if (finite)
            Change(learningRate);
        else
            _network.zero_grad();
        (_batches, _examples) = (0, 0);
        return finite;
    }

    private void Change(double learningRate)
    {
        using var scope = NewDisposeScope();
        if (_options.GradientAccumulation > 1)
        {
            using var guard = no_grad();
            foreach (var parameter in _network.parameters())
                parameter.grad?.div_((double)_examples);
        }
        if (_options.GradientClipNorm is { } norm)
            nn.utils.clip_grad_norm_(_network.parameters().Where(parameter => parameter.grad is not null), norm);
        Optimizer.Step(learningRate);
        (_network as ITrainable)?.AfterStep();
        Average?.Update(Optimizer.StepCount);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Average?.Dispose();
        Frozen.Dispose();
        Recompute(false);
    }

    private static List<IRecomputed> Blocks(nn.Module network)
        => network.modules().OfType<IRecomputed>().ToList() is { Count: > 0 } blocks ? blocks : throw new ArgumentException(
            $"A {network.GetName()} has no blocks that could be computed again, so {nameof(TrainingOptions.GradientCheckpointing)} does nothing for it.", nameof(network));

    private void Recompute(bool recomputes)
    {
        foreach (var block in _recomputed)
            block.Recomputes = recomputes;
    }
}
