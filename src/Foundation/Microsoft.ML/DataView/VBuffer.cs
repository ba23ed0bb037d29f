using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>
/// A vector value, dense or sparse. Unnamed positions of a sparse one have the default value. Immutable itself; its arrays are
/// reused by way of <see cref="VBufferEditor"/>.
/// </summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null) : this(length, length, values, indices)
    {
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Demand(length >= 0, nameof(length));
        Demand(count >= 0 && count <= length, nameof(count));
        Demand((values?.Length ?? 0) >= count, nameof(values));
        Demand(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The positions of the values in ascending order; empty when dense.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public T GetItemOrDefault(int index)
    {
        Demand(index >= 0 && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        var at = FirstAtLeast(GetIndices(), index);
        return at < _count && _indices[at] == index ? _values[at] : default;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Demand(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex));
        Demand(length >= 0 && sourceIndex <= Length - length, nameof(length));
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            _values.AsSpan(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        var indices = GetIndices();
        int from = FirstAtLeast(indices, sourceIndex), to = FirstAtLeast(indices, sourceIndex + length);
        var sparse = VBufferEditor.Create(ref destination, length, to - from);
        _values.AsSpan(from, to - from).CopyTo(sparse.Values);
        for (var i = 0; i < sparse.Indices.Length; i++)
            sparse.Indices[i] = indices[from + i] - sourceIndex;
        destination = sparse.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), "Not large enough to hold these values.");
        destination = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(destination);
            return;
        }
        var next = 0;
        // The real library writes the type's default, not the given one, when nothing at all is explicit.
        var filler = _count == 0 ? default : defaultValue;
        for (var i = 0; i < _count; i++)
        {
            while (next < _indices[i])
                destination[next++] = filler;
            destination[next++] = _values[i];
        }
        destination[next..].Fill(filler);
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var available = source?.Length ?? 0;
        Demand(length >= 0 && length <= available, nameof(length));
        Demand(sourceIndex >= 0 && sourceIndex <= available - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false) =>
        all || IsDense ? Every(_values, _indices, Length, _count) : Explicit(_values, _indices, _count);

    public IEnumerable<T> DenseValues() => Every(_values, _indices, Length, _count).Select(item => item.Value);

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(int length, int count, int maxCapacity, bool keepOld, bool indicesOnDense)
    {
        var values = Ensure(_values, count, maxCapacity, keepOld, out var newValues);
        var indices = _indices;
        var newIndices = false;
        if (count < length || indicesOnDense)
            indices = Ensure(_indices, count, maxCapacity, keepOld, out newIndices);
        return new VBufferEditor<T>(length, count, values, indices, indicesOnDense, newValues, newIndices);
    }

    internal VBufferEditor<T> EditInPlace() => Edit(Length, _count, Array.MaxLength, keepOld: false, indicesOnDense: false);

    private static TItem[] Ensure<TItem>(TItem[] array, int least, int most, bool keepOld, out bool created)
    {
        if (least > most)
            throw new ArgumentOutOfRangeException("max", "min must not exceed max");
        var size = array?.Length ?? 0;
        created = size < least;
        if (!created)
            return array;
        // Doubling makes growing row by row linear; an editor that knows its limit never exceeds it.
        size = Math.Max(least, (int)Math.Min(size == 0 ? 4 : 2L * size, most));
        if (!keepOld)
            return new TItem[size];
        Array.Resize(ref array, size);
        return array;
    }

    private static int FirstAtLeast(ReadOnlySpan<int> sorted, int value)
    {
        int from = 0, to = sorted.Length;
        while (from < to)
        {
            var middle = (int)((uint)(from + to) / 2);
            if (sorted[middle] >= value)
                to = middle;
            else
                from = middle + 1;
        }
        return from;
    }

    private static IEnumerable<KeyValuePair<int, T>> Explicit(T[] values, int[] indices, int count)
    {
        for (var i = 0; i < count; i++)
            yield return new(indices[i], values[i]);
    }

    private static IEnumerable<KeyValuePair<int, T>> Every(T[] values, int[] indices, int length, int count)
    {
        var next = 0;
        for (var i = 0; i < count; i++)
        {
            for (var at = count == length ? i : indices[i]; next < at; next++)
                yield return new(next, default);
            yield return new(next++, values[i]);
        }
        for (; next < length; next++)
            yield return new(next, default);
    }

    private static void Demand(bool holds, string name)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name);
    }
}
