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
    /// <param name="Optional">Whether the column may be left out where a window is too narrow for all.</param>
    public sealed record Column(string Title, bool Numbers = false, bool Optional = false);

    public void Add(params string?[] values) => _rows.Add([.. values.Select(value => Terminal.Printable(value ?? ""))]);

    public void WritePlain(TextWriter output)
    {
        var lines = HasTitles ? _rows.Prepend([.. _columns.Select(column => column.Title)]) : _rows;
        var widths = _columns.Select((_, i) => lines.Max(row => row[i].Length)).ToArray();
        foreach (var row in lines)
            output.WriteLine(string.Join("  ", row.Select((value, i) => _columns[i].Numbers ? value.PadLeft(widths[i]) : value.PadRight(widths[i]))).TrimEnd());
    }

    /// <param name="width">Columns of the window.</param>
    public Table ToSpectre(int width)
    {
        var shown = Fitting(width);
        var table = new Table { Border = HasTitles ? TableBorder.Rounded : TableBorder.None, ShowHeaders = HasTitles };
        foreach (var i in shown)
            table.AddColumn(new TableColumn(Markup.Escape(_columns[i].Title)) { Alignment = _columns[i].Numbers ? Justify.Right : Justify.Left });
        foreach (var row in _rows)
            table.AddRow([.. shown.Select(i => Markup.Escape(row[i]))]);
        if (shown.Count < _columns.Length)
            table.Caption($"too narrow for: {string.Join(", ", _columns.Select(column => column.Title).Where((_, i) => !shown.Contains(i)))}");
        return table;
    }

    /// <summary>Columns that fit side by side without a line break, as far as leaving out the optional ones from the right gets there.</summary>
    private List<int> Fitting(int width)
    {
        var shown = Enumerable.Range(0, _columns.Length).ToList();
        while (shown.Sum(i => Longest(i) + 3) + 1 > width && shown.FindLastIndex(i => _columns[i].Optional) is >= 0 and var last)
            shown.RemoveAt(last);
        return shown;

        int Longest(int i) => _rows.Select(row => row[i].Length).Append(_columns[i].Title.Length).Max();
    }

    private bool HasTitles => _columns.Any(column => column.Title.Length > 0);
}
