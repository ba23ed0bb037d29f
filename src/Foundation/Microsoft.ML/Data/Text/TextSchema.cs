using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Columns bound to the fields of lines, with the names that a header gives to slots.</summary>
internal sealed class TextSchema
{
    public TextSchema(TextColumn[] columns, string header, FieldSplitter splitter)
    {
        Columns = columns;
        Header = header;
        var fields = new TextFields();
        if (!string.IsNullOrEmpty(header))
            splitter.Split(header.AsMemory(), fields, int.MaxValue - 1);
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            if (column.Type is VectorDataViewType { IsKnownSize: true } vector && SlotNames(column, fields) is { } names)
                annotations.AddSlotNames(vector.Size, (ref VBuffer<ReadOnlyMemory<char>> copy) => names.CopyTo(ref copy));
            builder.AddColumn(column.Name, column.Type, annotations.ToAnnotations());
        }
        OutputSchema = builder.ToSchema();
    }

    public TextColumn[] Columns { get; }
    public string Header { get; }
    public DataViewSchema OutputSchema { get; }

    private static VBuffer<ReadOnlyMemory<char>>? SlotNames(TextColumn column, TextFields fields)
    {
        var names = new ReadOnlyMemory<char>[column.BaseSize];
        var (slot, any) = (0, false);
        foreach (var segment in column.Segments)
            for (var source = segment.Min; source < segment.Lim; source++, slot++)
                if (fields.Find(source) is >= 0 and var at)
                {
                    names[slot] = fields.Texts[at].Trim();
                    any = true;
                }
        return any ? new VBuffer<ReadOnlyMemory<char>>(names.Length, names) : null;
    }

    /// <summary>Binds the columns; those that end with the line need sample lines to know where that is.</summary>
    public static TextColumn[] Bind(IHost host, TextLoader.Column[] columns, int inputSize, Func<(int Least, int Most)> sampleSizes)
    {
        foreach (var column in columns)
            if (column.Source is not { Length: > 0 })
                throw host.ExceptUserArg("Source", "Must specify some source column indices");
        if (inputSize == 0 && Array.Exists(columns, column => Array.Exists(column.Source, range => range.AutoEnd && range.Max == null)))
        {
            var (least, most) = sampleSizes();
            if (most == 0)
                throw host.ExceptUserArg("Source", "Can't determine the number of source columns without valid data");
            if (least < most)
                throw host.ExceptUserArg("Source", "The size of input lines is not consistent");
            inputSize = least;
        }
        var segments = Array.ConvertAll(columns, column => Array.ConvertAll(column.Source, range => Segment(host, range, inputSize)));
        SpreadAllOther(host, columns, segments);
        return [.. columns.Select((column, i) =>
        {
            host.CheckNonWhiteSpace(column.Name, nameof(column.Name));
            return new TextColumn(column.Name.Trim(), column.ItemType(host), segments[i]);
        })];
    }

    private static TextSegment Segment(IHost host, TextLoader.Range range, int inputSize)
    {
        host.CheckUserArg(range.Min >= 0, nameof(range.Min));
        if (range.Max is { } max)
        {
            host.CheckUserArg(range.Min <= max, nameof(range.Max));
            return new TextSegment(range.Min, max + 1, range.ForceVector);
        }
        if (range.AutoEnd)
        {
            if (range.Min >= inputSize)
                throw host.ExceptUserArg(nameof(range.Min), $"Column #{range.Min} not found in the dataset (it only has {inputSize} columns)");
            return new TextSegment(range.Min, inputSize, true);
        }
        return range.VariableEnd ? new TextSegment(range.Min, TextSegment.VariableLim, true) : new TextSegment(range.Min, range.Min + 1, range.ForceVector);
    }

    /// <summary>Takes the fields of all other columns out of the one range that stands for the rest.</summary>
    private static void SpreadAllOther(IHost host, TextLoader.Column[] columns, TextSegment[][] segments)
    {
        var others = columns.SelectMany((column, i) => column.Source.Select((range, j) => (range, i, j))).Where(place => place.range.AllOther).ToArray();
        host.CheckUserArg(others.Length <= 1, nameof(TextLoader.Range.AllOther), "At most one all other range can be specified");
        if (others is not [var (_, column, index)])
            return;
        var taken = segments.SelectMany((list, i) => list.Where((_, j) => i != column || j != index)).OrderBy(segment => segment.Min);
        var rest = segments[column][index];
        var (free, min) = (new List<TextSegment>(), rest.Min);
        foreach (var segment in taken)
        {
            if (min < segment.Min && min < rest.Lim)
                free.Add(new TextSegment(min, Math.Min(segment.Min, rest.Lim), true));
            min = Math.Max(min, segment.Lim);
        }
        if (min < rest.Lim)
            free.Add(new TextSegment(min, rest.Lim, true));
        host.CheckUserArg(free.Count > 0, nameof(TextLoader.Range.AllOther), "No index is selected as all other indexes.");
        segments[column] = [.. segments[column][..index], .. free, .. segments[column][(index + 1)..]];
    }
}
