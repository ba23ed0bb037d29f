using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>The classes of a view's rows, whatever the type of the label.</summary>
internal static class LabelledRows
{
    /// <summary>A number for each row, equal for equal labels, in the order in which they appear; -1 where the label is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds no labels.</exception>
    public static int[] Read(IDataView view, string labelColumn)
    {
        var column = TrainingImages.LabelColumn(view.Schema, labelColumn);
        using var cursor = view.GetRowCursor([column]);
        var label = Reader(cursor, column);
        Dictionary<object, int> classes = [];
        List<int> rows = [];
        while (cursor.MoveNext())
        {
            var value = label();
            if (value is not null)
                classes.TryAdd(value, classes.Count);
            rows.Add(value is null ? -1 : classes[value]);
        }
        return [.. rows];
    }

    private static Func<object?> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case KeyDataViewType:
                var key = LabelReaders.Keys(row, column);
                return () => key() is var k && k < 0 ? null : k;
            case TextDataViewType:
                return Value<ReadOnlyMemory<char>>(row, column, text => text.IsEmpty ? null : text.ToString());
            case BooleanDataViewType:
                return Value<bool>(row, column, value => value);
            case NumberDataViewType number when number == NumberDataViewType.Single:
                return Value<float>(row, column, value => float.IsNaN(value) ? null : value);
            case NumberDataViewType number when number == NumberDataViewType.Int32:
                return Value<int>(row, column, value => value);
            default:
                throw new ArgumentException($"Column '{column.Name}' is {column.Type}. Labels are text, keys, Boolean, Single or Int32.");
        }
    }

    private static Func<object?> Value<T>(DataViewRow row, DataViewSchema.Column column, Func<T, object?> box)
    {
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return box(value);
        };
    }
}
