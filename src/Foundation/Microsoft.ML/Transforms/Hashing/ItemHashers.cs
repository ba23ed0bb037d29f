using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The hash of one value with a seed; null for a missing value (NaN, key 0, empty text).</summary>
internal delegate uint? ItemHasher<T>(uint seed, T value);

internal static class ItemHashers
{
    private static readonly Dictionary<Type, Delegate> _hashers = new Delegate[]
    {
        (ItemHasher<sbyte>)((seed, v) => ValueHash.Of(seed, (uint)v)), (ItemHasher<short>)((seed, v) => ValueHash.Of(seed, (uint)v)),
        (ItemHasher<int>)((seed, v) => ValueHash.Of(seed, (uint)v)), (ItemHasher<long>)((seed, v) => ValueHash.Of(seed, (ulong)v)),
        (ItemHasher<byte>)((seed, v) => ValueHash.Of(seed, (uint)v)), (ItemHasher<ushort>)((seed, v) => ValueHash.Of(seed, (uint)v)),
        (ItemHasher<uint>)((seed, v) => ValueHash.Of(seed, v)), (ItemHasher<ulong>)((seed, v) => ValueHash.Of(seed, v)),
        (ItemHasher<float>)((seed, v) => float.IsNaN(v) ? null : ValueHash.Of(seed, BitConverter.SingleToUInt32Bits(v == 0 ? 0 : v))),
        (ItemHasher<double>)((seed, v) => double.IsNaN(v) ? null : ValueHash.Of(seed, BitConverter.DoubleToUInt64Bits(v == 0 ? 0 : v))),
        (ItemHasher<bool>)((seed, v) => ValueHash.Of(seed, v ? 1u : 0u)),
        (ItemHasher<ReadOnlyMemory<char>>)((seed, v) => v.IsEmpty ? null : ValueHash.Of(seed, v.Span.Trim(' '))),
        (ItemHasher<DataViewRowId>)((seed, v) => ValueHash.Of(ValueHash.Of(seed, v.Low), v.High)),
    }.ToDictionary(hasher => hasher.GetType().GetGenericArguments()[0]);

    public static bool Exists(DataViewType itemType) => _hashers.ContainsKey(itemType.RawType);

    public static ItemHasher<T> For<T>(DataViewType itemType)
    {
        var hasher = (ItemHasher<T>)_hashers[itemType.RawType];
        return itemType is KeyDataViewType ? (seed, v) => EqualityComparer<T>.Default.Equals(v, default) ? null : hasher(seed, v) : hasher;
    }
}
