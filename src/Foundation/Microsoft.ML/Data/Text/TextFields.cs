namespace Microsoft.ML.Data;

/// <summary>The fields of a line that hold something, by ascending index.</summary>
internal sealed class TextFields
{
    public int[] Indices { get; private set; } = new int[8];
    public ReadOnlyMemory<char>[] Texts { get; private set; } = new ReadOnlyMemory<char>[8];
    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(int index, ReadOnlyMemory<char> text)
    {
        if (Count == Indices.Length)
        {
            (var indices, Indices) = (Indices, new int[Count * 2]);
            (var texts, Texts) = (Texts, new ReadOnlyMemory<char>[Count * 2]);
            indices.CopyTo(Indices, 0);
            texts.CopyTo(Texts, 0);
        }
        Indices[Count] = index;
        Texts[Count++] = text;
    }

    public void RemoveLast() => Count--;

    /// <summary>The place of a field, or the complement of where it would be.</summary>
    public int Find(int index)
    {
        // Without empty fields before it a field is at its own index.
        if (index < Count && Indices[index] == index)
            return index;
        return Array.BinarySearch(Indices, 0, Count, index);
    }
}
