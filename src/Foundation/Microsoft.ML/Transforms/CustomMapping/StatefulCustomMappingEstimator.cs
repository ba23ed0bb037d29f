using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that a function computes from the row and from a state that each pass over the rows has for itself.</summary>
public sealed class StatefulCustomMappingEstimator<TSrc, TDst, TState> : TrivialEstimator<StatefulCustomMappingTransformer<TSrc, TDst, TState>>
    where TSrc : class, new() where TDst : class, new() where TState : class, new()
{
    internal StatefulCustomMappingEstimator(IHostEnvironment environment, Action<TSrc, TDst, TState> mapAction, string contractName, Action<TState> stateInitAction)
        : base(environment.Register(nameof(StatefulCustomMappingEstimator<TSrc, TDst, TState>)),
            new StatefulCustomMappingTransformer<TSrc, TDst, TState>(environment, mapAction, contractName, stateInitAction))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => CustomMappingShape.Of<TSrc>(inputSchema, null, Transformer.AddedSchema);
}
