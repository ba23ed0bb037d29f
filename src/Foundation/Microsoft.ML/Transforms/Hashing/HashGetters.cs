using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Getters of the hashes of a column's values, as keys: the hash's low bits plus 1, missing for missing values.</summary>
internal static class HashGetters
{
    public static Delegate Make(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var method = column.Type is not VectorDataViewType ? nameof(Scalar) : options.Combine ? nameof(Combined) : nameof(BySlot);
        return (Delegate)RowGetters.Generic(typeof(HashGetters), method, [column.Type.GetItemType().RawType], null, row, column, options);
    }

    private static uint Mask(HashingEstimator.ColumnOptions options) => (1u << options.NumberOfBits) - 1;

    private static ValueGetter<uint> Scalar<T>(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var hasher = ItemHashers.For<T>(column.Type);
        // A single value counts as slot 0.
        var seed = options.UseOrderedHashing ? Murmur.Round(options.Seed, 0) : options.Seed;
        var mask = Mask(options);
        return ValueMapping.Scalar<T, uint>(row, column, value => hasher(seed, value) is { } hash ? (hash & mask) + 1 : 0);
    }

    private static ValueGetter<VBuffer<uint>> BySlot<T>(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var hasher = ItemHashers.For<T>(column.Type.GetItemType());
        var mask = Mask(options);
        if (!options.UseOrderedHashing)
            return ValueMapping.Vector<T, uint>(row, column, value => hasher(options.Seed, value) is { } hash ? (hash & mask) + 1 : 0);
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return (ref VBuffer<uint> keys) =>
        {
            getter(ref values);
            var editor = VBufferEditor.Create(ref keys, values.Length);
            foreach (var (slot, value) in values.Items(all: true))
                editor.Values[slot] = hasher(Murmur.Round(options.Seed, (uint)slot), value) is { } hash ? (hash & mask) + 1 : 0;
            keys = editor.Commit();
        };
    }

    private static ValueGetter<uint> Combined<T>(DataViewRow row, DataViewSchema.Column column, HashingEstimator.ColumnOptions options)
    {
        var hasher = ItemHashers.For<T>(column.Type.GetItemType());
        var mask = Mask(options);
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return (ref uint key) =>
        {
            getter(ref values);
            var hash = options.Seed;
            foreach (var (slot, value) in values.Items(all: true))
                hash = hasher(options.UseOrderedHashing ? Murmur.Round(hash, (uint)slot) : hash, value) ?? 0;
            key = values.Length == 0 ? 0 : (hash & mask) + 1;
        };
    }
}
