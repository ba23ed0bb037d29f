using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The values that the keys of a column stand for.</summary>
internal abstract class KeyNames(PrimitiveDataViewType type)
{
    public PrimitiveDataViewType Type { get; } = type;

    /// <summary>Those of the column's annotation; null where it has none.</summary>
    public static KeyNames Of(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType { ItemType: var item }
            ? (KeyNames)RowGetters.Generic(typeof(KeyNames), nameof(Read), [item.RawType], null, column, item) : null;

    public static KeyNames Load(BinaryReader reader)
    {
        var type = (PrimitiveDataViewType)ColumnTypeCodec.Read(reader);
        return (KeyNames)RowGetters.Generic(typeof(KeyNames), nameof(LoadOf), [type.RawType], null, reader, type);
    }

    public abstract void AddTo(DataViewSchema.Annotations.Builder builder);

    public abstract void Save(BinaryWriter writer);

    private static KeyNames<T> Read<T>(DataViewSchema.Column column, PrimitiveDataViewType type)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref values);
        return new KeyNames<T>(type, [.. values.DenseValues()]);
    }

    private static KeyNames<T> LoadOf<T>(BinaryReader reader, PrimitiveDataViewType type)
    {
        VBuffer<T> values = default;
        ValueCodec.For<VBuffer<T>>(new VectorDataViewType(type)).Read(reader, ref values);
        return new KeyNames<T>(type, [.. values.DenseValues()]);
    }
}

internal sealed class KeyNames<T>(PrimitiveDataViewType type, T[] values) : KeyNames(type)
{
    public override void AddTo(DataViewSchema.Annotations.Builder builder)
    {
        if (values.Length > 0)
            builder.AddKeyValues(values.Length, Type, (ref VBuffer<T> copy) => VBuffer<T>.Copy(values, 0, ref copy, values.Length));
    }

    public override void Save(BinaryWriter writer)
    {
        ColumnTypeCodec.Write(writer, Type);
        ValueCodec.For<VBuffer<T>>(new VectorDataViewType(Type)).Write(writer, new VBuffer<T>(values.Length, values));
    }
}
