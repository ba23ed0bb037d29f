using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Lays a confusion matrix out in columns of fixed width. Names too long for a column's head are numbered, and stand beside the rows in full.</summary>
internal sealed class ConfusionTableText
{
    private readonly ConfusionMatrix _matrix;
    private readonly string[] _names;
    private readonly bool _binary;
    private readonly int _width;
    private readonly int _digits;
    private readonly int _margin;

    public ConfusionTableText(ConfusionMatrix matrix, string[] names, bool binary)
    {
        _matrix = matrix;
        _names = names;
        _binary = binary;
        _width = names.Length == 2 ? 8 : 5;
        var longest = names.Max(name => name.Length);
        _digits = longest > _width ? (names.Length - 1).ToString(CultureInfo.InvariantCulture).Length : 0;
        _margin = Math.Max("PREDICTED".Length, longest + (_digits > 0 ? _digits + 2 : 0));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        if (_binary && _names.Length == 2)
            AppendPositiveRatio(text);
        text.AppendLine().AppendLine("Confusion table");
        var rule = string.Concat(Enumerable.Repeat(_names.Length > 2 ? "========" : "===========", _names.Length));
        Margin(text, "").AppendLine(rule);
        Margin(text, "PREDICTED");
        for (var i = 0; i < _names.Length; i++)
            text.Append(' ').Append((_digits > 0 ? Number(i) : _names[i]).PadLeft(_width)).Append(" |");
        text.AppendLine(" Recall");
        Margin(text, "TRUTH").AppendLine(rule);
        for (var i = 0; i < _names.Length; i++)
            AppendRow(text, i);
        Margin(text, "").AppendLine(rule);
        Margin(text, "Precision");
        foreach (var precision in _matrix.PerClassPrecision)
            text.Append(precision.ToString("N4", CultureInfo.CurrentCulture).PadLeft(_width + 1)).Append(" |");
        return text.AppendLine().ToString();
    }

    private StringBuilder Margin(StringBuilder text, string head) => text.Append(head.PadRight(_margin + 1)).Append("||");

    private void AppendRow(StringBuilder text, int row)
    {
        if (_digits > 0)
            text.Append(Number(row).PadLeft(_digits)).Append(". ").Append(_names[row].PadLeft(_margin - _digits - 2));
        else
            text.Append(_names[row].PadLeft(_margin));
        text.Append(" ||");
        foreach (var count in _matrix.Counts[row])
            text.Append(' ').Append(count.ToString("N0", CultureInfo.CurrentCulture).PadLeft(_width)).Append(" |");
        text.Append(' ').AppendLine(_matrix.PerClassRecall[row].ToString("F4", CultureInfo.CurrentCulture).PadLeft(5));
    }

    private void AppendPositiveRatio(StringBuilder text)
    {
        double positive = _matrix.RowSums[0], negative = _matrix.RowSums[1];
        text.AppendFormat(CultureInfo.CurrentCulture, "TEST {0} RATIO:\t{1:N4} ({2:F1}/({2:F1}+{3:F1}))",
            _names[0].ToUpper(CultureInfo.CurrentCulture), positive / (positive + negative), positive, negative);
    }

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
