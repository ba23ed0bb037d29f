using Spectre.Console;

namespace Microsoft.ML.VisionTransformers.Tool.Output;

/// <summary>Rows of text: with lines around them for people, aligned by blanks for programs.</summary>
internal sealed class TextTable
{
    private readonly Column[] _columns;
    private readonly List<string[]> _rows = [];

    public TextTable(params Column[] columns) => _columns = columns;

    /// <param name="Title">Heading; empty for none.</param>
    /// <param name="Numbers">Whether values stand at the right.</param>
    public sealed record Column(string Title, bool Numbers = false);

    public void Add(params string?[] values) => _rows.Add([.. values.Select(value => Terminal.Printable(value ?? ""))]);

    public void WritePlain(TextWriter output)
    {
        var lines = HasTitles ? _rows.Prepend([.. _columns.Select(column => column.Title)]) : _rows;
        var widths = _columns.Select((_, i) => lines.Max(row => row[i].Length)).ToArray();
        foreach (var row in lines)
            output.WriteLine(string.Join("  ", row.Select((value, i) => _columns[i].Numbers ? value.PadLeft(widths[i]) : value.PadRight(widths[i]))).TrimEnd());
    }

    public Table ToSpectre()
    {
        var table = new Table { Border = HasTitles ? TableBorder.Rounded : TableBorder.None, ShowHeaders = HasTitles };
        foreach (var column in _columns)
            table.AddColumn(new TableColumn(Markup.Escape(column.Title)) { Alignment = column.Numbers ? Justify.Right : Justify.Left });
        foreach (var row in _rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    private bool HasTitles => _columns.Any(column => column.Title.Length > 0);
}
