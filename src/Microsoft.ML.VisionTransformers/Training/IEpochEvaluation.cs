namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Measures the network after epochs of a training. The loop calls it after validation, on the weights that may be kept (the moving average where
/// there is one), in evaluation mode, without gradients and in a dispose scope of its own; what it gives goes wherever the training's
/// metrics go, and may choose the best epoch and end the training.
/// </summary>
internal interface IEpochEvaluation
{
    /// <summary>All that it may measure, in the order of columns and plots; no other evaluation of the training has one of these names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Those of <see cref="Names"/> that are measured after this epoch: all, or none where it is not its turn.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="cancellation">The training's.</param>
    IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation);
}
