using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The description of a text file at its own beginning, in lines that start with #@: header+, sep=NAME, and col=NAME:KIND[KEYS]:FIELDS for each
/// column, all inside TextLoader{ }.
/// </summary>
internal static class EmbeddedTextSchema
{
    private const string Mark = "#@";

    private static readonly (char Separator, string Name)[] _separators = [(' ', "space"), ('\t', "tab"), (',', "comma"), (';', "semicolon"), ('|', "bar"), (':', "colon")];

    private static readonly (DataKind Kind, string Name)[] _kinds =
    [
        (DataKind.SByte, "I1"), (DataKind.Byte, "U1"), (DataKind.Int16, "I2"), (DataKind.UInt16, "U2"), (DataKind.Int32, "I4"), (DataKind.UInt32, "U4"),
        (DataKind.Int64, "I8"), (DataKind.UInt64, "U8"), (DataKind.Single, "R4"), (DataKind.Double, "R8"), (DataKind.String, "TX"), (DataKind.Boolean, "BL"),
        (DataKind.TimeSpan, "TS"), (DataKind.DateTime, "DT"), (DataKind.DateTimeOffset, "DZ"),
    ];

    public static string SeparatorName(char separator) => Array.Find(_separators, pair => pair.Separator == separator).Name ?? separator.ToString();

    /// <summary>The lines of a description, without their end.</summary>
    public static IEnumerable<string> Lines(bool header, char separator, IEnumerable<DataViewSchema.Column> columns)
    {
        yield return Mark + " TextLoader{";
        if (header)
            yield return Mark + "   header+";
        yield return $"{Mark}   sep={SeparatorName(separator)}";
        int? index = 0;
        foreach (var column in columns)
        {
            var range = new TextLoader.Range { Min = index ?? -1 };
            if (column.Type is VectorDataViewType vector)
            {
                range.ForceVector = true;
                range.VariableEnd = !vector.IsKnownSize;
                range.Max = vector.IsKnownSize ? index + vector.Size - 1 : null;
            }
            yield return $"{Mark}   col={Quoted(column.Name)}:{KindOf(column.Type.GetItemType())}:{range.ToSchemaText()}";
            index = column.Type is VectorDataViewType { IsKnownSize: false } ? null : index + column.Type.GetValueCount();
        }
        yield return Mark + " }";
    }

    // A row id has no kind of its own among the public ones.
    private static string KindOf(DataViewType type) => type is RowIdDataViewType ? "UG"
        : Array.Find(_kinds, pair => pair.Kind == TypesOfRaw.KindOf(type.RawType)).Name + (type is KeyDataViewType key ? $"[{key.Count}]" : "");

    private static string Quoted(string name) => name.AsSpan().ContainsAny(" :{}=\"") ? "{" + name + "}" : name;

    /// <summary>The options that the first file describes; null when it describes none.</summary>
    public static TextLoader.Options Read(IHost host, IMultiStreamSource files)
    {
        if (files.Count == 0)
            return null;
        var lines = new List<string>();
        using (var reader = files.OpenTextReader(0))
            while (reader.ReadLine() is { } line && line.StartsWith(Mark, StringComparison.Ordinal))
                lines.Add(line[Mark.Length..].Trim());
        if (lines.Count < 2 || !lines[0].StartsWith("TextLoader", StringComparison.OrdinalIgnoreCase))
            return null;
        var options = new TextLoader.Options();
        var columns = new List<TextLoader.Column>();
        foreach (var argument in Arguments(string.Join(' ', lines)))
        {
            var at = argument.IndexOf('=');
            var (name, value) = at < 0 ? (argument.TrimEnd('+', '-'), argument[^1..]) : (argument[..at], argument[(at + 1)..]);
            switch (name)
            {
                case "col" or "column":
                    columns.Add(Column(value) ?? throw host.Except($"Bad column '{value}' in the schema of the file"));
                    break;
                case "sep" or "separator":
                    options.Separators = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(",").Select(Separator)];
                    break;
                case "header" or "hasheader":
                    options.HasHeader = value == "+";
                    break;
                case "quote" or "allowquoting":
                    options.AllowQuoting = value == "+";
                    break;
                case "sparse" or "allowsparse":
                    options.AllowSparse = value == "+";
                    break;
                case "trim" or "trimwhitespace":
                    options.TrimWhitespace = value == "+";
                    break;
                case "size" or "inputsize":
                    options.InputSize = int.Parse(value);
                    break;
            }
        }
        options.Columns = [.. columns];
        return columns.Count == 0 ? null : options;
    }

    private static char Separator(string name) => Array.Find(_separators, pair => pair.Name == name) is { Name: not null } found ? found.Separator : name[0];

    /// <summary>What is between the outer braces, at blanks outside of inner ones.</summary>
    private static IEnumerable<string> Arguments(string text)
    {
        var (start, depth) = (text.IndexOf('{') + 1, 0);
        var at = start;
        for (; at < text.Length; at++)
        {
            if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && depth-- == 0)
                break;
            else if (text[at] == ' ' && depth == 0)
            {
                if (at > start)
                    yield return text[start..at];
                start = at + 1;
            }
        }
        if (at > start)
            yield return text[start..at];
    }

    private static TextLoader.Column Column(string text)
    {
        string name;
        if (text.StartsWith('{'))
        {
            var close = text.IndexOf('}');
            (name, text) = (text[1..close], text[(close + 1)..].TrimStart(':'));
        }
        else
        {
            var colon = text.IndexOf(':');
            if (colon < 0)
                return null;
            (name, text) = (text[..colon], text[(colon + 1)..]);
        }
        var column = new TextLoader.Column { Name = name };
        var parts = text.Split(':');
        if (parts.Length == 2)
        {
            var kind = parts[0];
            if (kind.IndexOf('[') is >= 0 and var bracket)
            {
                column.KeyCount = ulong.TryParse(kind[(bracket + 1)..^1], out var count) ? new KeyCount(count) : new KeyCount();
                kind = kind[..bracket];
            }
            var known = Array.Find(_kinds, pair => pair.Name.Equals(kind, StringComparison.OrdinalIgnoreCase));
            if (known.Name == null && !Enum.TryParse(kind, ignoreCase: true, out known.Kind))
                return null;
            column.DataKind = known.Kind;
        }
        column.Source = Array.ConvertAll(parts[^1].Split(','), TextLoader.Range.Parse);
        return Array.Exists(column.Source, range => range == null) ? null : column;
    }
}
