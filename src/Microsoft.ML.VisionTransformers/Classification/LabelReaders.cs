using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Ways to get a row's class, counted from 0, from its label column.</summary>
internal static class LabelReaders
{
    /// <summary>The row has no label.</summary>
    public const int Missing = -1;

    /// <summary>The row's label is none of the classes.</summary>
    public const int Unknown = -2;

    /// <summary>Of the training data: keys count from 1, and 0 is missing.</summary>
    public static Func<int> Keys(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        var t when t == typeof(uint) => Reader<uint>(row, column, key => key),
        var t when t == typeof(byte) => Reader<byte>(row, column, key => key),
        var t when t == typeof(ushort) => Reader<ushort>(row, column, key => key),
        _ => Reader<ulong>(row, column, key => key),
    };

    /// <summary>Of a binary trainer's data: false is the first class, true the second.</summary>
    public static Func<int> Booleans(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<bool>(column);
        var value = false;
        return () =>
        {
            get(ref value);
            return value ? 1 : 0;
        };
    }

    /// <summary>
    /// Of a validation set, which may have been mapped to keys by itself, or not at all: its classes are found by their values.
    /// </summary>
    public static Func<DataViewRow, DataViewSchema.Column, Func<int>> Matching(LabelNames classes) => (row, column) =>
    {
        if (column.Type is not KeyDataViewType)
        {
            var index = classes.IndexReader(row, column);
            return () => index() is var i && i < 0 ? Unknown : i;
        }
        var own = LabelNames.Of(column);
        if (own.HasValues != classes.HasValues)
            throw new ArgumentException($"The keys of the validation set's label column '{column.Name}' and of the training data's don't both have values.");
        var positions = classes.Texts.Select((text, i) => (text, i)).DistinctBy(t => t.text).ToDictionary(t => t.text, t => t.i);
        var map = own.Texts.Select(t => positions.GetValueOrDefault(t, Unknown)).ToArray();
        var key = Keys(row, column);
        return () => key() is var k && k < 0 ? Missing : map[k];
    };

    private static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> widen)
    {
        var get = row.GetGetter<T>(column);
        var count = ((KeyDataViewType)column.Type).Count;
        T key = default!;
        return () =>
        {
            get(ref key);
            var number = widen(key);
            return number == 0 || number > count ? Missing : (int)(number - 1);
        };
    }
}
