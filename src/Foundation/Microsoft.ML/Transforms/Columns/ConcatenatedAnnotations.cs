namespace Microsoft.ML.Data;

/// <summary>
/// What a joined vector says of its slots: a scalar's slot has the column's name, a named slot of a vector that of the column and its own,
/// an unnamed one none.
/// </summary>
internal static class ConcatenatedAnnotations
{
    public static DataViewSchema.Annotations Of(DataViewSchema.Column[] sources, int size)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (size > 0)
        {
            if (Array.Exists(sources, source => source.Type is not VectorDataViewType || source.HasSlotNames(source.Type.GetVectorSize())))
                builder.AddSlotNames(size, (ref VBuffer<ReadOnlyMemory<char>> names) => names = SlotNames(sources, size));
            var ranges = CategoricalRanges(sources);
            if (ranges.Length > 0)
                builder.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(ranges.Length / 2),
                    (ref VBuffer<int> value) => value = new VBuffer<int>(ranges.Length, [.. ranges]));
        }
        if (Array.TrueForAll(sources, source => source.IsNormalized()))
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    private static VBuffer<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column[] sources, int size)
    {
        var all = new ReadOnlyMemory<char>[size];
        var slot = 0;
        VBuffer<ReadOnlyMemory<char>> names = default;
        foreach (var source in sources)
        {
            if (source.Type is not VectorDataViewType vector)
            {
                all[slot++] = source.Name.AsMemory();
                continue;
            }
            if (source.HasSlotNames(vector.Size))
            {
                source.GetSlotNames(ref names);
                foreach (var (i, name) in names.Items())
                    if (!name.IsEmpty)
                        all[slot + i] = $"{source.Name}.{name}".AsMemory();
            }
            slot += vector.Size;
        }
        return new VBuffer<ReadOnlyMemory<char>>(size, all);
    }

    private static int[] CategoricalRanges(DataViewSchema.Column[] sources)
    {
        var ranges = new List<int>();
        var slot = 0;
        foreach (var source in sources)
        {
            if (AnnotationUtils.TryGetCategoricalFeatureIndices(source, out var own))
                ranges.AddRange(own.Select(index => slot + index));
            slot += source.Type.GetValueCount();
        }
        return [.. ranges];
    }
}
