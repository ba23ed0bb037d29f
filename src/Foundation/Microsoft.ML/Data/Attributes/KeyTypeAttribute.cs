namespace Microsoft.ML.Data;

/// <summary>This member, of an unsigned type, is a key. Values count from 0 in the member and from 1 in the column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyTypeAttribute : Attribute
{
    public KeyTypeAttribute()
    {
    }

    public KeyTypeAttribute(ulong count) => Count = count;

    /// <summary>Null where no count was given.</summary>
    internal ulong? Count { get; }
}
