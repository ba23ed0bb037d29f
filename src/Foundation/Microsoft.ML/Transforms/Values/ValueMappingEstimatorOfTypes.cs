using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Replaces values by those of a table of .NET values.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(IHostEnvironment environment, ValueTable table, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register($"ValueMappingEstimator<{typeof(TKey).Name}, {typeof(TValue).Name}>"), table, columns)
    {
    }
}
