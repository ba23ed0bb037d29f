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
        BinarySchema.Write(writer, columns);
    }

    public static DataViewSchema Load(IHostEnvironment environment, Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        environment.CheckDecode(reader.ReadUInt32() == Magic);
        return BinarySchema.Read(reader);
    }
}
