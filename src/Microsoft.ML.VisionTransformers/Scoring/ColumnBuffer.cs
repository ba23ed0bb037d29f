using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Values of one pass-through column for the rows that were read ahead. A value is copied in as far as its owner may reuse or dispose it
/// when the source moves on, and copied out, since the reader may write into what it is given.
/// </summary>
internal abstract class ColumnBuffer
{
    /// <summary>Takes the value of the row that the source is at.</summary>
    public abstract void Read(int slot);

    /// <summary>A getter of the value in the slot that <paramref name="current"/> names.</summary>
    public abstract Delegate CreateGetter(Func<int> current);

    public static ColumnBuffer Create(DataViewRow source, DataViewSchema.Column column, int slots)
    {
        var raw = column.Type.RawType;
        if (raw == typeof(MLImage))
            return new ImageBuffer(source.GetGetter<MLImage?>(column), slots);
        var (open, item) = raw.IsGenericType && raw.GetGenericTypeDefinition() == typeof(VBuffer<>)
            ? (typeof(VectorBuffer<>), raw.GetGenericArguments()[0])
            : (typeof(ValueBuffer<>), raw);
        return (ColumnBuffer)Activator.CreateInstance(open.MakeGenericType(item), source, column, slots)!;
    }
}
