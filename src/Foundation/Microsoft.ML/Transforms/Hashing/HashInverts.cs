using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The names of hashed keys: the values that were seen to hash to them, in braces where they are several.</summary>
internal static class HashInverts
{
    public static ReadOnlyMemory<char>[] Collect(HashingEstimator.ColumnOptions options, IDataView input)
    {
        var column = input.Schema[options.InputColumnName];
        return (ReadOnlyMemory<char>[])RowGetters.Generic(typeof(HashInverts), nameof(CollectOf), [column.Type.GetItemType().RawType], null, options, input, column);
    }

    private static ReadOnlyMemory<char>[] CollectOf<T>(HashingEstimator.ColumnOptions options, IDataView input, DataViewSchema.Column column)
    {
        var seen = new Dictionary<uint, List<string>>();
        var format = TextFormatting.For<T>(column.Type.GetItemType());
        var text = new StringBuilder();
        var most = options.MaximumNumberOfInverts < 0 ? int.MaxValue : options.MaximumNumberOfInverts;
        using (var cursor = input.GetRowCursor([column]))
        {
            var keys = HashGetters.Make(cursor, column, options);
            if (column.Type is not VectorDataViewType)
            {
                var values = cursor.GetGetter<T>(column);
                T value = default;
                uint key = 0;
                while (cursor.MoveNext())
                {
                    values(ref value);
                    ((ValueGetter<uint>)keys)(ref key);
                    Note(key, value);
                }
            }
            else if (!options.Combine)
            {
                var values = cursor.GetGetter<VBuffer<T>>(column);
                VBuffer<T> vector = default;
                VBuffer<uint> slots = default;
                while (cursor.MoveNext())
                {
                    values(ref vector);
                    ((ValueGetter<VBuffer<uint>>)keys)(ref slots);
                    foreach (var (slot, value) in vector.Items(all: true))
                        Note(slots.GetItemOrDefault(slot), value);
                }
            }
        }
        var names = new ReadOnlyMemory<char>[1 << options.NumberOfBits];
        foreach (var (key, values) in seen)
            names[key - 1] = (values.Count == 1 ? values[0] : "{" + string.Join(",", values) + "}").AsMemory();
        return names;

        void Note(uint key, T value)
        {
            if (key == 0)
                return;
            format(in value, text.Clear());
            if (!seen.TryGetValue(key, out var values))
                seen.Add(key, values = []);
            var name = text.ToString();
            if (values.Count < most && !values.Contains(name))
                values.Add(name);
        }
    }
}
