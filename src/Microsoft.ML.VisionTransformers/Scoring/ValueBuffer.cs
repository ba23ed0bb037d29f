namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Numbers, text, keys, times; and objects of types this library knows nothing of, which pass by reference.</summary>
internal sealed class ValueBuffer<T>(DataViewRow source, DataViewSchema.Column column, int slots) : ColumnBuffer
{
    private readonly ValueGetter<T> _get = source.GetGetter<T>(column);
    private readonly T[] _values = new T[slots];

    public override void Read(int slot)
    {
        // A fresh variable: a getter that refills the object it is given would change the row before.
        T value = default!;
        _get(ref value);
        _values[slot] = value;
    }

    public override Delegate CreateGetter(Func<int> current) => (ValueGetter<T>)((ref T value) => value = _values[current()]);
}
