using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Base of trainers by stochastic dual coordinate ascent.</summary>
public abstract class SdcaTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : SdcaTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private protected readonly TOptions TrainerOptions;

    private protected SdcaTrainerBase(IHost host, TOptions options, SchemaShape.Column label)
        : base(host, VectorOfSingle(options.FeatureColumnName), label, WeightOrNone(options.ExampleWeightColumnName))
    {
        Host.CheckUserArg(options.L2Regularization is not < 0, nameof(options.L2Regularization), "L2 constant must be non-negative.");
        Host.CheckUserArg(options.L1Regularization is not < 0, nameof(options.L1Regularization), "L1 threshold must be non-negative.");
        Host.CheckUserArg(options.MaximumNumberOfIterations is not <= 0, nameof(options.MaximumNumberOfIterations), "Max number of iterations must be positive.");
        Host.CheckUserArg(options.ConvergenceTolerance is > 0 and <= 1, nameof(options.ConvergenceTolerance), "Convergence tolerance must be positive and no larger than 1.");
        TrainerOptions = options;
    }

    public override TrainerInfo Info { get; } = new();

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        private protected OptionsBase()
        {
        }

        /// <summary>Weight of half the squared weights, beside the mean of the losses; null chooses by the number of rows.</summary>
        public float? L2Regularization;

        /// <summary>Weight of the absolute weights as a multiple of L2's; null chooses by the number of features.</summary>
        public float? L1Regularization;

        /// <summary>Ends when the duality gap is this part of the loss.</summary>
        public float ConvergenceTolerance = 0.1f;

        /// <summary>Passes over the data; null chooses by the number of rows.</summary>
        public int? MaximumNumberOfIterations;

        /// <summary>Whether each pass takes the rows in another order.</summary>
        public bool Shuffle = true;
    }
}
