namespace Microsoft.ML.Data;

/// <summary>A text loader's place in a saved model.</summary>
internal static class TextLoaderModel
{
    public static void Write(ModelSaveContext ctx, TextLoader.Options options, TextColumn[] columns)
    {
        var writer = ctx.Writer;
        writer.Write(new string(options.Separators));
        writer.Write(options.InputSize ?? 0);
        writer.Write(options.MaxRows ?? 0);
        foreach (var flag in new[] { options.AllowQuoting, options.AllowSparse, options.TrimWhitespace, options.HasHeader, options.ReadMultilines, options.MissingRealsAsNaNs })
            writer.Write(flag);
        writer.Write((ushort)options.DecimalMarker);
        writer.Write((ushort)options.EscapeChar);
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            ctx.SaveNonEmptyString(column.Name);
            ColumnTypeCodec.Write(writer, column.Type.GetItemType());
            writer.Write(column.Segments.Length);
            foreach (var segment in column.Segments)
            {
                writer.Write(segment.Min);
                writer.Write(segment.Lim);
                writer.Write(segment.ForceVector);
            }
        }
    }

    public static TextLoader.Options ReadOptions(ModelLoadContext ctx)
    {
        var reader = ctx.Reader;
        var options = new TextLoader.Options
        {
            Separators = reader.ReadString().ToCharArray(),
            InputSize = reader.ReadInt32(),
            MaxRows = reader.ReadInt64(),
            AllowQuoting = reader.ReadBoolean(),
            AllowSparse = reader.ReadBoolean(),
            TrimWhitespace = reader.ReadBoolean(),
            HasHeader = reader.ReadBoolean(),
            ReadMultilines = reader.ReadBoolean(),
            MissingRealsAsNaNs = reader.ReadBoolean(),
            DecimalMarker = (char)reader.ReadUInt16(),
            EscapeChar = (char)reader.ReadUInt16(),
        };
        if (options.MaxRows == 0)
            options.MaxRows = null;
        return options;
    }

    public static TextColumn[] ReadColumns(ModelLoadContext ctx)
    {
        var columns = new TextColumn[ctx.Reader.ReadInt32()];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = ctx.LoadNonEmptyString();
            var type = (PrimitiveDataViewType)ColumnTypeCodec.Read(ctx.Reader);
            var segments = new TextSegment[ctx.Reader.ReadInt32()];
            for (var j = 0; j < segments.Length; j++)
                segments[j] = new TextSegment(ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32(), ctx.Reader.ReadBoolean());
            columns[i] = new TextColumn(name, type, segments);
        }
        return columns;
    }
}
