using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Draws a confusion matrix: a row for each true class, a column for each predicted one, darker where more of the row's images are.</summary>
public static class ConfusionMatrixPicture
{
    private const int Margin = 12;
    private const int LargestCell = 56;
    private const int SmallestCell = 3;
    private const int LargestGrid = 1200;
    private const int TextScale = 2;
    private static readonly (byte, byte, byte) _black = (0, 0, 0);
    private static readonly (byte, byte, byte) _white = (255, 255, 255);
    private static readonly (byte, byte, byte) _line = (208, 208, 208);

    /// <summary>Writes the picture of a matrix.</summary>
    /// <param name="matrix">The matrix that <c>mlContext.MulticlassClassification.Evaluate(...).ConfusionMatrix</c> gives.</param>
    /// <param name="classNames">A name for each class, in the order of the matrix; characters outside ASCII are drawn as boxes.</param>
    /// <param name="path">The file to write; its extension, .png or .jpg, says the format.</param>
    /// <exception cref="ArgumentException">The number of names is not the number of classes.</exception>
    public static void Save(ConfusionMatrix matrix, IReadOnlyList<string> classNames, string path)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != matrix.NumberOfClasses)
            throw new ArgumentException($"The matrix has {matrix.NumberOfClasses} classes, but {classNames.Count} names were given.", nameof(classNames));
        Draw(matrix.Counts, classNames).Save(path);
    }

    /// <param name="counts">A row for each true class, a column for each predicted one.</param>
    /// <param name="classNames">A name for each class.</param>
    internal static Canvas Draw(IReadOnlyList<IReadOnlyList<double>> counts, IReadOnlyList<string> classNames)
    {
        var classes = counts.Count;
        var cell = Math.Clamp(LargestGrid / Math.Max(1, classes), SmallestCell, LargestCell);
        var lineHeight = (PixelFont.Height + 3) * TextScale;
        var hasNames = cell >= lineHeight;
        var names = classNames.Select((name, i) => $"{i} {name}").ToArray();
        var left = Margin + (hasNames ? names.Max(n => PixelFont.Measure(n)) * TextScale + Margin : 0);
        var top = Margin + 3 * lineHeight;
        var title = Title(counts);
        const string Axes = "rows: true class, columns: predicted class, shade: share of the row";
        var width = Math.Max(left + classes * cell, Margin + Math.Max(PixelFont.Measure(title), PixelFont.Measure(Axes)) * TextScale) + Margin;
        var canvas = new Canvas(width, top + classes * cell + Margin);

        canvas.Text(title, Margin, Margin, TextScale, _black);
        canvas.Text(Axes, Margin, Margin + lineHeight, TextScale, _black);
        canvas.Fill(left - 1, top - 1, classes * cell + 1, classes * cell + 1, _line);
        for (var row = 0; row < classes; row++)
        {
            if (hasNames)
            {
                canvas.Text(names[row], Margin, Centre(top + row * cell, cell, PixelFont.Height), TextScale, _black);
                var number = row.ToString(CultureInfo.InvariantCulture);
                canvas.Text(number, Centre(left + row * cell, cell, PixelFont.Measure(number)), top - lineHeight, TextScale, _black);
            }
            var total = counts[row].Sum();
            for (var column = 0; column < classes; column++)
                DrawCell(canvas, left + column * cell, top + row * cell, cell, counts[row][column], total);
        }
        return canvas;
    }

    private static string Title(IReadOnlyList<IReadOnlyList<double>> counts)
    {
        var right = Enumerable.Range(0, counts.Count).Sum(i => counts[i][i]);
        var all = counts.Sum(row => row.Sum());
        return string.Create(CultureInfo.InvariantCulture, $"{right:F0} of {all:F0} right ({(all > 0 ? right / all * 100 : 0):F2} %)");
    }

    private static void DrawCell(Canvas canvas, int left, int top, int cell, double count, double total)
    {
        var share = total > 0 ? count / total : 0;
        canvas.Fill(left, top, Math.Max(1, cell - 1), Math.Max(1, cell - 1), Shade(share));
        var text = count.ToString("F0", CultureInfo.InvariantCulture);
        if (count == 0)
            return;
        var scale = PixelFont.Measure(text) * TextScale < cell - 2 ? TextScale : 1;
        if (PixelFont.Measure(text) * scale < cell)
            canvas.Text(text, Centre(left, cell, PixelFont.Measure(text), scale), Centre(top, cell, PixelFont.Height, scale), scale, share > 0.5 ? _white : _black);
    }

    /// <summary>White for none of the row, dark blue for all of it; the square root lets small confusions show.</summary>
    private static (byte, byte, byte) Shade(double share)
    {
        var depth = Math.Sqrt(share);
        return ((byte)(255 - 247 * depth), (byte)(255 - 207 * depth), (byte)(255 - 148 * depth));
    }

    private static int Centre(int start, int size, int dots, int scale = TextScale) => start + (size - dots * scale) / 2;
}
