namespace Microsoft.ML.Data;

/// <summary>One estimator of a chain.</summary>
internal sealed record EstimatorStep(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
