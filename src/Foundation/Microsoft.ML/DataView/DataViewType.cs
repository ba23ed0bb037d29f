namespace Microsoft.ML.Data;

/// <summary>What a column holds. Compared by value; the raw type alone does not identify it (a key is a number, too).</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType) => RawType = rawType ?? throw new ArgumentNullException(nameof(rawType));

    public Type RawType { get; }

    public abstract bool Equals(DataViewType other);
}
