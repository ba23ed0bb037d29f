using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Column types in files: the kind of the item, a key's count, a vector's dimensions.</summary>
internal static class ColumnTypeCodec
{
    private const byte RowId = 16, Key = 32, Vector = 64;

    public static bool CanWrite(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        if (type is VectorDataViewType vector)
        {
            writer.Write(Vector);
            writer.Write7BitEncodedInt(vector.Dimensions.Length);
            foreach (var dimension in vector.Dimensions)
                writer.Write7BitEncodedInt(dimension);
            type = vector.ItemType;
        }
        if (type is KeyDataViewType key)
        {
            writer.Write(Key);
            writer.Write(key.Count);
        }
        writer.Write(type is RowIdDataViewType ? RowId : (byte)TypesOfRaw.KindOf(type.RawType));
    }

    public static DataViewType Read(BinaryReader reader)
    {
        var tag = reader.ReadByte();
        if (tag != Vector)
            return ReadItem(reader, tag);
        var dimensions = new int[reader.Read7BitEncodedInt()];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.Read7BitEncodedInt();
        return new VectorDataViewType(ReadItem(reader, reader.ReadByte()), dimensions);
    }

    private static PrimitiveDataViewType ReadItem(BinaryReader reader, byte tag)
    {
        if (tag == Key)
        {
            var count = reader.ReadUInt64();
            return new KeyDataViewType(ReadItem(reader, reader.ReadByte()).RawType, count);
        }
        if (tag == RowId)
            return RowIdDataViewType.Instance;
        Contracts.CheckDecode(Enum.IsDefined((DataKind)tag));
        return TypesOfRaw.Primitive((DataKind)tag);
    }
}
