namespace Microsoft.ML.Data;

/// <summary>Values of one column, kept beyond the row they came from.</summary>
internal abstract class ColumnBuffer
{
    public static ColumnBuffer Create(DataViewType type)
    {
        var buffer = type is VectorDataViewType vector
            ? typeof(VectorColumnBuffer<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ScalarColumnBuffer<>).MakeGenericType(type.RawType);
        return (ColumnBuffer)Activator.CreateInstance(buffer);
    }

    public abstract Type ValueType { get; }

    /// <summary>Makes room for this many values; grows, never shrinks.</summary>
    public abstract void Reserve(int count);

    /// <summary>What stores the row's current value at an index.</summary>
    public abstract Action<int> Reader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A getter of the value at the index that the function gives.</summary>
    public abstract Delegate Getter(Func<int> index);
}

internal abstract class ColumnBuffer<T> : ColumnBuffer
{
    private protected T[] Values = [];

    public sealed override Type ValueType => typeof(T);

    public sealed override void Reserve(int count)
    {
        if (Values.Length < count)
            Array.Resize(ref Values, (int)Math.Min(Math.Max(count, Values.Length * 2L), Array.MaxLength));
    }

    public sealed override Action<int> Reader(DataViewRow row, DataViewSchema.Column column) => Reader(row.GetGetter<T>(column));

    public Action<int> Reader(ValueGetter<T> getter) => index => getter(ref Values[index]);

    public sealed override Delegate Getter(Func<int> index) => (ValueGetter<T>)((ref T value) => Copy(in Values[index()], ref value));

    private protected abstract void Copy(in T from, ref T to);
}

internal sealed class ScalarColumnBuffer<T> : ColumnBuffer<T>
{
    private protected override void Copy(in T from, ref T to) => to = from;
}

internal sealed class VectorColumnBuffer<T> : ColumnBuffer<VBuffer<T>>
{
    // The stored arrays stay the buffer's: a caller may edit what it gets.
    private protected override void Copy(in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to);
}
