using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes rows as lines of separated fields.</summary>
internal sealed class TextSaver(IHostEnvironment environment, char separator, bool headerRow, bool schema, bool dense)
{
    private readonly IHost _host = environment.Register(nameof(TextSaver));

    public void Save(IDataView data, Stream stream, bool keepHidden)
    {
        _host.CheckUserArg(separator is ' ' or '\t' or ',' or ';' or '|', "Separator", "Invalid separator - must be: space, tab, comma, semicolon, or bar");
        var columns = new List<DataViewSchema.Column>();
        using var channel = _host.Start("Saving");
        foreach (var column in data.Schema)
        {
            if (column.IsHidden && !keepHidden)
                continue;
            if (BufferableColumns.IsBufferable(column.Type))
                columns.Add(column);
            else
                channel.Info($"The column '{column.Name}' will not be written as it has unsavable column type.");
        }
        _host.Check(columns.Count > 0, "No valid columns to save");
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        using var cursor = data.GetRowCursor(columns);
        var writers = columns.ConvertAll(column => TextColumnWriter.Create(cursor, column, separator)).ToArray();
        var hasHeader = headerRow && columns.Exists(column => column.Type is not VectorDataViewType vector || column.HasSlotNames(vector.Size));
        if (schema)
            foreach (var line in EmbeddedTextSchema.Lines(hasHeader, separator, columns))
                writer.WriteLine(line);
        var lineWriter = new TextLineWriter(writer, writers, separator, dense);
        if (hasHeader)
            lineWriter.WriteHeader();
        long count = 0;
        for (; cursor.MoveNext(); count++)
            lineWriter.WriteRow();
        if (count == 0)
            channel.Warning("Wrote zero rows of data!");
    }
}
