using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The size of a vector member; 0 for an unknown one.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VectorTypeAttribute : Attribute
{
    public VectorTypeAttribute()
    {
    }

    public VectorTypeAttribute(int size)
    {
        Contracts.CheckParam(size >= 0, nameof(size), "Should be non-negative number");
        Dims = [size];
    }

    public VectorTypeAttribute(params int[] dimensions)
    {
        Contracts.CheckParam(Array.TrueForAll(dimensions, d => d >= 0), nameof(dimensions), "Should contain only non-negative values");
        Dims = dimensions;
    }

    /// <summary>Null where no size was given.</summary>
    internal int[] Dims { get; }
}
