using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Slot names of vectors made of keys: the keys' text, behind the name or number of the source's slot where each slot has its own keys.</summary>
internal static class KeyVectorNames
{
    public static bool Exist(DataViewSchema.Column source, int keys) =>
        source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType { ItemType: TextDataViewType } names && names.Size == keys;

    public static VBuffer<ReadOnlyMemory<char>> Of(DataViewSchema.Column source, int keys, bool perSlot)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        source.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref values);
        if (!perSlot)
            return values;
        var slots = source.Type.GetVectorSize();
        VBuffer<ReadOnlyMemory<char>> slotNames = default;
        if (source.HasSlotNames(slots))
            source.GetSlotNames(ref slotNames);
        var names = new ReadOnlyMemory<char>[slots * keys];
        for (var slot = 0; slot < slots; slot++)
        {
            var prefix = slotNames.Length == slots && slotNames.GetItemOrDefault(slot) is { IsEmpty: false } name ? name.ToString() : $"[{slot}]";
            for (var key = 0; key < keys; key++)
                names[slot * keys + key] = $"{prefix}.{values.GetItemOrDefault(key)}".AsMemory();
        }
        return new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
    }
}
