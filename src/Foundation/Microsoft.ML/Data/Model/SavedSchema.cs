using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The schema of a model's input: names, types and annotations, hidden columns too. What has no place in files (images) is left out.</summary>
internal static class SavedSchema
{
    private const uint Magic = 0x31584d53; // "SMX1"

    public static void Save(IHostEnvironment environment, DataViewSchema schema, Stream stream)
    {
        using var channel = environment.Start("Saving Schema");
        var columns = new List<DataViewSchema.Column>();
        foreach (var column in schema)
        {
            if (ColumnTypeCodec.CanWrite(column.Type))
                columns.Add(column);
            else
                channel.Info(MessageSensitivity.Schema, "The column '{0}' will not be written as it has unsavable column type.", column.Name);
        }
        channel.Check(columns.Count > 0, "No valid columns to save");
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(columns.Count);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            ColumnTypeCodec.Write(writer, column.Type);
            var annotations = column.Annotations.Schema.Where(a => ColumnTypeCodec.CanWrite(a.Type)).ToArray();
            writer.Write(annotations.Length);
            foreach (var annotation in annotations)
            {
                writer.Write(annotation.Name);
                ColumnTypeCodec.Write(writer, annotation.Type);
                MemberAccess.Call(typeof(SavedSchema), nameof(WriteValue), [annotation.Type.RawType], writer, column.Annotations, annotation);
            }
        }
    }

    public static DataViewSchema Load(IHostEnvironment environment, Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        environment.CheckDecode(reader.ReadUInt32() == Magic);
        var builder = new DataViewSchema.Builder();
        for (var columns = reader.ReadInt32(); columns > 0; columns--)
        {
            var name = reader.ReadString();
            var type = ColumnTypeCodec.Read(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var kind = reader.ReadString();
                var annotationType = ColumnTypeCodec.Read(reader);
                annotations.Add(kind, annotationType, (Delegate)MemberAccess.Call(typeof(SavedSchema), nameof(ReadValue), [annotationType.RawType], reader, annotationType));
            }
            builder.AddColumn(name, type, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetGetter<T>(annotation)(ref value);
        ValueCodec.For<T>(annotation.Type).Write(writer, in value);
    }

    private static Delegate ReadValue<T>(BinaryReader reader, DataViewType type)
    {
        T value = default;
        ValueCodec.For<T>(type).Read(reader, ref value);
        return new AnnotationInfo<T>("", value, type).GetGetter();
    }
}
