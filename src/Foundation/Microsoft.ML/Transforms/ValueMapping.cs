using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Getters that pass each value of a column through a function.</summary>
internal static class ValueMapping
{
    public static ValueGetter<TTo> Scalar<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, TTo> map)
    {
        var getter = row.GetGetter<TFrom>(column);
        TFrom value = default;
        return (ref TTo mapped) =>
        {
            getter(ref value);
            mapped = map(value);
        };
    }

    /// <summary>Slot by slot; a sparse vector stays sparse where the default maps to the default.</summary>
    public static ValueGetter<VBuffer<TTo>> Vector<TFrom, TTo>(DataViewRow row, DataViewSchema.Column column, Func<TFrom, TTo> map)
    {
        var getter = row.GetGetter<VBuffer<TFrom>>(column);
        VBuffer<TFrom> values = default;
        return (ref VBuffer<TTo> mapped) =>
        {
            getter(ref values);
            var from = values.GetValues();
            var ofDefault = values.IsDense ? default : map(default);
            if (values.IsDense || EqualityComparer<TTo>.Default.Equals(ofDefault, default))
            {
                var editor = VBufferEditor.Create(ref mapped, values.Length, from.Length);
                values.GetIndices().CopyTo(editor.Indices);
                for (var i = 0; i < from.Length; i++)
                    editor.Values[i] = map(from[i]);
                mapped = editor.Commit();
                return;
            }
            var dense = VBufferEditor.Create(ref mapped, values.Length);
            dense.Values.Fill(ofDefault);
            var at = values.GetIndices();
            for (var i = 0; i < from.Length; i++)
                dense.Values[at[i]] = map(from[i]);
            mapped = dense.Commit();
        };
    }
}
