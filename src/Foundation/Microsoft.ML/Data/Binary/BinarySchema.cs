using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Columns with their types and annotations in a stream.</summary>
internal static class BinarySchema
{
    public static void Write(BinaryWriter writer, IReadOnlyCollection<DataViewSchema.Column> columns)
    {
        writer.Write(columns.Count);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            ColumnTypeCodec.Write(writer, column.Type);
            var annotations = column.Annotations.Schema.Where(annotation => ColumnTypeCodec.CanWrite(annotation.Type)).ToArray();
            writer.Write(annotations.Length);
            foreach (var annotation in annotations)
            {
                writer.Write(annotation.Name);
                ColumnTypeCodec.Write(writer, annotation.Type);
                RowGetters.Generic(typeof(BinarySchema), nameof(WriteAnnotation), [annotation.Type.RawType], null, writer, column.Annotations, annotation);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var name = reader.ReadString();
            var type = ColumnTypeCodec.Read(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (var more = reader.ReadInt32(); more > 0; more--)
            {
                var kind = reader.ReadString();
                var kindType = ColumnTypeCodec.Read(reader);
                RowGetters.Generic(typeof(BinarySchema), nameof(ReadAnnotation), [kindType.RawType], null, reader, annotations, kind, kindType);
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    private static void WriteAnnotation<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetValue(annotation.Name, ref value);
        ValueCodec.For<T>(annotation.Type).Write(writer, in value);
    }

    private static void ReadAnnotation<T>(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string name, DataViewType type)
    {
        T value = default;
        ValueCodec.For<T>(type).Read(reader, ref value);
        // Each caller gets a copy: it may edit the vector it is given.
        var buffer = type is VectorDataViewType vector
            ? (ColumnBuffer<T>)Activator.CreateInstance(typeof(VectorColumnBuffer<>).MakeGenericType(vector.ItemType.RawType))
            : new ScalarColumnBuffer<T>();
        buffer.Reserve(1);
        buffer.Reader((ref T slot) => slot = value)(0);
        builder.Add(name, type, (ValueGetter<T>)buffer.Getter(() => 0));
    }
}
