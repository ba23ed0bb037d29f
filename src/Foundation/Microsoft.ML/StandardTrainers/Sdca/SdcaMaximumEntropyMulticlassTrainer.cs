using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Softmax regression by stochastic dual coordinate ascent (Shalev-Shwartz and Zhang, "Stochastic dual coordinate ascent methods for regularized loss
/// minimization", JMLR 2013). Minimised is the mean log-loss, plus L2 / 2 times the squared weights, plus L1 times L2 times the absolute weights; the bias is
/// the weight of one more feature that is always 1. One thread, so that one seed gives one model.
/// </summary>
public sealed class SdcaMaximumEntropyMulticlassTrainer : SdcaMulticlassTrainerBase<MaximumEntropyModelParameters>
{
    // With less the dual has hardly any curvature.
    private const float LeastL2 = 1e-9f;

    internal SdcaMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options) : base(env.Register(nameof(SdcaMaximumEntropyMulticlassTrainer)), options)
    {
    }

    private protected override MaximumEntropyModelParameters Train(IDataView input)
    {
        var rows = TrainingRows.Read(Host, input, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name);
        Host.Check(rows.Count > 0, "Training set has 0 instances, aborting training.");
        Host.CheckParam(rows.Classes >= 2, "numClasses", "Must be at least 2.");
        // The defaults by the size of the data are those of the library.
        var iterations = TrainerOptions.MaximumNumberOfIterations ?? Math.Max(1, 500_000 / rows.Count) * 3;
        var l2 = Math.Max(LeastL2, TrainerOptions.L2Regularization ?? Math.Max(1e-6f, 20f / (Math.Max(2, iterations / 2) * (float)rows.Count)));
        var l1 = TrainerOptions.L1Regularization ?? rows.Dimension switch { < 100 => 0, < 1000 => 0.25f, < 10_000 => 0.5f, _ => 1 };
        var ascent = new DualCoordinateAscent(rows, l1, l2);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        for (var i = 0; i < iterations; i++)
        {
            Host.CheckAlive();
            if (TrainerOptions.Shuffle)
                Host.Rand.Shuffle(order);
            ascent.Pass(order);
            if (ascent.RelativeGap() <= TrainerOptions.ConvergenceTolerance)
                break;
        }
        return ascent.ToModelParameters(Host);
    }

    public sealed class Options : MulticlassOptions
    {
    }
}
