namespace Microsoft.ML.Data;

/// <summary>Questions about column types.</summary>
internal static class DataViewTypeExtensions
{
    /// <summary>The item type of a vector, any other type itself.</summary>
    public static DataViewType GetItemType(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// <summary>The number of values: 1 for what is no vector, 0 for a vector of unknown size.</summary>
    public static int GetValueCount(this DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    public static int GetVectorSize(this DataViewType type) => type is VectorDataViewType vector ? vector.Size : 0;

    /// <summary>The count of a key type, 0 for all others and for keys beyond int.</summary>
    public static ulong GetKeyCount(this DataViewType type) => type is KeyDataViewType key ? key.Count : 0;

    public static int GetKeyCountAsInt32(this DataViewType type) => checked((int)type.GetKeyCount());
}
