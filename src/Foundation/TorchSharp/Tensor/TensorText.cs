using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>Tensors as text: a line of facts, and the values as Julia, NumPy or C# would write them.</summary>
internal sealed class TensorText
{
    private readonly StringBuilder text = new();
    private readonly torch.Tensor tensor;
    private readonly string newLine, format;
    private readonly CultureInfo culture;

    private TensorText(torch.Tensor tensor, string fltFormat, string newLine, CultureInfo culture)
        => (this.tensor, format, this.newLine, this.culture) = (tensor, fltFormat ?? "g5", newLine ?? Environment.NewLine, culture ?? CultureInfo.CurrentCulture);

    internal static string Facts(torch.Tensor tensor) => $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    internal static string Of(torch.Tensor tensor, TensorStringStyle style, string fltFormat, string newLine, CultureInfo culture)
    {
        if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
        if (style == TensorStringStyle.Metadata || tensor.is_meta) return Facts(tensor);
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        var writer = new TensorText(tensor, fltFormat, newLine, culture);
        if (style == TensorStringStyle.Numpy) writer.Nested(tensor, "[", "]", 0, "");
        else if (style == TensorStringStyle.CSharp) writer.CSharp();
        else writer.Julia();
        return writer.text.ToString();
    }

    private string[] Cells(torch.Tensor part, string suffix = "")
    {
        var numbers = part.reshape(-1).unbind();
        return numbers.Select(n => Cell(n.One()) + suffix).ToArray();
    }

    private string Cell(Number number) => number.Kind switch {
        0 => number.Bits.ToString(culture),
        1 => number.Real.ToString(format, culture),
        _ => (number.Bits != 0).ToString(culture),
    };

    private void Julia()
    {
        text.Append(Facts(tensor));
        if (tensor.Dimensions == 0) text.Append(", value = ").Append(Cells(tensor)[0]);
        else {
            text.Append(newLine);
            Rows(tensor, "");
        }
    }

    /// <summary>Matrices one after the other, each under the indexes it is found at.</summary>
    private void Rows(torch.Tensor part, string at)
    {
        if (part.Dimensions > 2) {
            for (var i = 0L; i < part.shape[0]; i++) Rows(part[i], at + i + ",");
            return;
        }
        if (at.Length > 0) text.Append('[').Append(at).Append("..,..] =").Append(newLine);
        var columns = part.shape[^1];
        var cells = Cells(part);
        var widths = Enumerable.Range(0, (int)columns).Select(c => cells.Where((_, i) => i % columns == c).Select(x => x.Length).DefaultIfEmpty().Max()).ToArray();
        for (var i = 0; i < cells.Length; i++) {
            text.Append(' ').Append(cells[i].PadLeft(widths[i % columns]));
            if (i % columns == columns - 1) text.Append(newLine);
        }
        if (at.Length > 0) text.Append(newLine);
    }

    private void Nested(torch.Tensor part, string open, string close, int depth, string suffix)
    {
        if (part.Dimensions == 0) {
            text.Append(Cells(part, suffix)[0]);
            return;
        }
        text.Append(open);
        if (part.Dimensions == 1) text.AppendJoin(", ", Cells(part, suffix));
        else for (var i = 0L; i < part.shape[0]; i++) {
            if (i > 0) text.Append(newLine).Append(' ', depth + 1);
            Nested(part[i], open, close, depth + 1, suffix);
        }
        text.Append(close);
    }

    private void CSharp()
    {
        var (name, suffix) = tensor.dtype switch {
            torch.ScalarType.Float32 => ("float", "f"),
            torch.ScalarType.Int64 => ("long", "L"),
            torch.ScalarType.Int32 => ("int", ""),
            torch.ScalarType.Int16 => ("short", ""),
            torch.ScalarType.Int8 => ("sbyte", ""),
            torch.ScalarType.Byte => ("byte", ""),
            torch.ScalarType.Bool => ("bool", ""),
            _ => ("double", ""),
        };
        text.Append(Facts(tensor)).Append(", value = ");
        if (tensor.Dimensions == 0) text.Append(Cells(tensor, suffix)[0].ToLowerInvariant());
        else {
            if (tensor.Dimensions > 1) text.Append(newLine);
            text.Append(name).Append(" [").Append(',', (int)tensor.Dimensions - 1).Append("] ");
            Initializer(tensor, 0, suffix);
        }
    }

    private void Initializer(torch.Tensor part, int depth, string suffix)
    {
        text.Append('{');
        if (part.Dimensions == 1) text.AppendJoin(", ", Cells(part, suffix));
        else {
            for (var i = 0L; i < part.shape[0]; i++) {
                text.Append(i > 0 ? "," : "").Append(newLine).Append(' ', depth + 1);
                Initializer(part[i], depth + 1, suffix);
            }
            text.Append(newLine).Append(' ', depth);
        }
        text.Append('}');
    }
}
