using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Which type a conversion leads to, if there is one.</summary>
internal static class TypeConversion
{
    public static bool TryGet(DataViewType source, DataKind kind, out PrimitiveDataViewType itemType, out Delegate conversion)
    {
        conversion = null;
        itemType = TypesOfRaw.Primitive(kind);
        var item = source.GetItemType();
        if (item is KeyDataViewType key)
        {
            if (!KeyDataViewType.IsValidDataType(itemType.RawType))
                return false;
            itemType = new KeyDataViewType(itemType.RawType, Math.Min(key.Count, Largest(itemType.RawType)));
        }
        return ValueConversions.TryGet(item, itemType, out conversion);
    }

    private static ulong Largest(Type raw) =>
        raw == typeof(byte) ? byte.MaxValue : raw == typeof(ushort) ? ushort.MaxValue : raw == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
}
