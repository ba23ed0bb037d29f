using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators one after the other: each is fitted on what the ones before make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>> where TLastTransformer : class, ITransformer
{
    private readonly EstimatorStep[] _steps;
    private readonly IHost _host;

    public readonly IEstimator<TLastTransformer> LastEstimator;

    public EstimatorChain() => _steps = [];

    private EstimatorChain(IHost host, EstimatorStep[] steps)
    {
        _host = host;
        _steps = steps;
        LastEstimator = steps.LastOrDefault()?.Estimator as IEstimator<TLastTransformer>;
    }

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        // Shapes first: nothing is trained where a later step cannot follow.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_steps.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            transformers[i] = _steps[i].Estimator.Fit(input);
            input = transformers[i].Transform(input);
            if (_steps[i].CacheAfter && i < _steps.Length - 1)
                input = new CacheView(_host, input, []);
        }
        return new TransformerChain<TLastTransformer>(transformers, _steps.Select(s => s.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return _steps.Aggregate(inputSchema, (shape, step) => step.Estimator.GetOutputSchema(shape));
    }

    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        Contracts.CheckValue(estimator, nameof(estimator));
        return new EstimatorChain<TNewTrans>(_host, [.. _steps, new(estimator, scope, false)]);
    }

    /// <summary>Keeps the data of the steps so far in memory for the steps after.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        Contracts.CheckValue(env, nameof(env));
        if (_steps.Length == 0 || _steps[^1].CacheAfter)
            return this;
        return new EstimatorChain<TLastTransformer>(_host ?? env.Register("EstimatorChain"), [.. _steps[..^1], _steps[^1] with { CacheAfter = true }]);
    }
}
