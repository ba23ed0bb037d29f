using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>A column made of the values that an image got from the network.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its type.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="Getter">Makes the column's getter from a function that gives the values of the row the cursor is at.</param>
internal sealed record ScoredColumn(string Name, DataViewType Type, DataViewSchema.Annotations Annotations, Func<Func<ReadOnlyMemory<float>>, Delegate> Getter)
{
    /// <summary>All values, as a vector.</summary>
    public static Delegate Vector(Func<ReadOnlyMemory<float>> current) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        var values = current().Span;
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    });

    /// <summary>Key of the largest value, from 1; 0 (missing) where the values are NaN.</summary>
    public static Delegate LargestKey(Func<ReadOnlyMemory<float>> current) => (ValueGetter<uint>)((ref uint value) =>
    {
        var values = current().Span;
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        value = float.IsNaN(values[best]) ? 0 : (uint)best + 1;
    });
}
