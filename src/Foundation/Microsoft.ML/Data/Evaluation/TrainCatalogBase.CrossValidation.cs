using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>One fold of a cross validation.</summary>
    public sealed class CrossValidationResult<T> where T : class
    {
        /// <summary>Metrics on the rows that were held out.</summary>
        public readonly T Metrics;

        /// <summary>What was trained on all other rows.</summary>
        public readonly ITransformer Model;

        /// <summary>The rows that were held out, with scores.</summary>
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>Counts from 0.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold) =>
            (Model, Metrics, ScoredHoldOutSet, Fold) = (model, metrics, scores, fold);
    }

    /// <summary>Trains all folds before the first is evaluated.</summary>
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidateFolds<T>(IDataView data, IEstimator<ITransformer> estimator, int numFolds,
        string samplingKeyColumn, int? seed, Func<IDataView, T> evaluate) where T : class
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckValue(estimator, nameof(estimator));
        Environment.CheckParam(numFolds > 1, nameof(numFolds), "Must be more than 1");
        var folds = new DataOperationsCatalog(Environment).CrossValidationSplit(data, numFolds, samplingKeyColumn, seed);
        var trained = new (ITransformer Model, IDataView Scored)[numFolds];
        for (var i = 0; i < numFolds; i++)
        {
            var model = estimator.Fit(folds[i].TrainSet);
            trained[i] = (model, model.Transform(folds[i].TestSet));
        }
        return Array.ConvertAll(Enumerable.Range(0, numFolds).ToArray(), i =>
            new CrossValidationResult<T>(trained[i].Model, evaluate(trained[i].Scored), trained[i].Scored, i));
    }
}
