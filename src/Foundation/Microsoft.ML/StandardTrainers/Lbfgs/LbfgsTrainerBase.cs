using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Base of trainers by L-BFGS, and by its orthant-wise variant where there is L1 regularisation.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private protected readonly TOptions TrainerOptions;

    private protected LbfgsTrainerBase(IHost host, TOptions options, SchemaShape.Column label)
        : base(host, VectorOfSingle(options.FeatureColumnName), label, WeightOrNone(options.ExampleWeightColumnName))
    {
        Host.CheckUserArg(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Host.CheckUserArg(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        TrainerOptions = options;
    }

    public override TrainerInfo Info { get; } = new();

    /// <param name="evaluate">The objective without L1: takes parameters, fills the gradient.</param>
    /// <param name="size">The number of parameters.</param>
    /// <param name="free">So many parameters in front, the biases, are not regularised.</param>
    /// <param name="l1">Weight of the absolute values.</param>
    private protected double[] Minimize(Func<double[], double[], double> evaluate, int size, int free, double l1)
    {
        var start = new double[size];
        if (TrainerOptions.InitialWeightsDiameter > 0)
        {
            for (var i = 0; i < size; i++)
                start[i] = TrainerOptions.InitialWeightsDiameter * (Host.Rand.NextSingle() - 0.5f);
        }
        return new OrthantWiseMinimizer(evaluate, free, l1, TrainerOptions.EnforceNonNegativity, TrainerOptions.HistorySize)
            .Minimize(start, TrainerOptions.OptimizationTolerance, TrainerOptions.MaximumNumberOfIterations, Host);
    }

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        protected OptionsBase()
        {
        }

        /// <summary>Weight of half the squared weights, beside the sum of the losses.</summary>
        public float L2Regularization = 1;

        /// <summary>Weight of the absolute weights, beside the sum of the losses; makes weights exactly zero.</summary>
        public float L1Regularization = 1;

        /// <summary>Ends when the mean of the last improvements, later ones counting more, is below it.</summary>
        public float OptimizationTolerance = 1e-7f;

        /// <summary>From how many past steps the curvature is estimated.</summary>
        public int HistorySize = 20;

        public int MaximumNumberOfIterations = int.MaxValue;

        /// <summary>Where positive: the first weights are random between minus and plus half of it, not zero.</summary>
        public float InitialWeightsDiameter = 0;

        /// <summary>No weight and no bias below zero.</summary>
        public bool EnforceNonNegativity = false;
    }
}
