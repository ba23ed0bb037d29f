namespace Microsoft.ML.Data;

/// <summary>One source of a concatenation at the current row.</summary>
internal abstract class ConcatenatedPart<T>
{
    public static ConcatenatedPart<T> Of(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType ? new Vector(row.GetGetter<VBuffer<T>>(column)) : new Scalar(row.GetGetter<T>(column));

    public abstract int Length { get; }

    /// <summary>How many values are given explicitly.</summary>
    public abstract int Count { get; }

    public abstract void Read();
    public abstract void CopyDense(Span<T> values);
    public abstract void CopySparse(Span<T> values, Span<int> indices, int firstSlot);

    private sealed class Scalar(ValueGetter<T> getter) : ConcatenatedPart<T>
    {
        private T _value;

        public override int Length => 1;
        public override int Count => 1;

        public override void Read() => getter(ref _value);

        public override void CopyDense(Span<T> values) => values[0] = _value;

        public override void CopySparse(Span<T> values, Span<int> indices, int firstSlot)
        {
            values[0] = _value;
            indices[0] = firstSlot;
        }
    }

    private sealed class Vector(ValueGetter<VBuffer<T>> getter) : ConcatenatedPart<T>
    {
        private VBuffer<T> _value;

        public override int Length => _value.Length;
        public override int Count => _value.GetValues().Length;

        public override void Read() => getter(ref _value);

        public override void CopyDense(Span<T> values) => _value.CopyTo(values);

        public override void CopySparse(Span<T> values, Span<int> indices, int firstSlot)
        {
            _value.GetValues().CopyTo(values);
            var from = _value.GetIndices();
            for (var i = 0; i < indices.Length; i++)
                indices[i] = firstSlot + (_value.IsDense ? i : from[i]);
        }
    }
}
