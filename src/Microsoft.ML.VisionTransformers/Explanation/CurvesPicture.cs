using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Draws plots of numbers by epoch, one below the other.</summary>
internal static class CurvesPicture
{
    private const int Width = 900;
    private const int PlotHeight = 240;
    private const int Left = 110;
    private const int Margin = 20;
    private const int Pen = 3;
    private const int TextScale = 2;
    private const int LineHeight = (PixelFont.Height + 3) * TextScale;
    private const int MostEpochMarks = 12;
    private static readonly (byte, byte, byte) _black = (0, 0, 0);
    private static readonly (byte, byte, byte) _grid = (224, 224, 224);

    /// <param name="plots">A title and its curves each; those without a single finite number are left out.</param>
    /// <param name="path">The file to write; its extension, .png or .jpg, says the format.</param>
    public static void Save(IEnumerable<(string Title, IReadOnlyList<Curve> Curves)> plots, string path)
    {
        var drawn = plots.Select(plot => (plot.Title, Curves: plot.Curves.Where(curve => curve.Values.Any(double.IsFinite)).ToArray()))
            .Where(plot => plot.Curves.Length > 0).ToArray();
        const int Step = LineHeight + PlotHeight + 2 * LineHeight + Margin;
        var canvas = new Canvas(Width, Margin + Math.Max(1, drawn.Length) * Step);
        for (var i = 0; i < drawn.Length; i++)
            Draw(canvas, drawn[i].Title, drawn[i].Curves, Margin + i * Step);
        canvas.Save(path);
    }

    private static void Draw(Canvas canvas, string title, Curve[] curves, int top)
    {
        var epochs = curves.Max(curve => curve.Values.Count);
        var axis = PlotAxis.Around(curves.SelectMany(curve => curve.Values));
        canvas.Text(title, Left, top, TextScale, _black);
        var at = Left + (PixelFont.Measure(title) + 3 * PixelFont.Advance) * TextScale;
        foreach (var curve in curves)
        {
            canvas.Fill(at, top + PixelFont.Height - Pen / 2, 24, Pen, curve.Colour);
            canvas.Text(curve.Name, at + 32, top, TextScale, _black);
            at += 32 + (PixelFont.Measure(curve.Name) + 3 * PixelFont.Advance) * TextScale;
        }

        top += LineHeight + Pen * 2;
        foreach (var mark in axis.Marks())
        {
            var text = mark.ToString("G4", CultureInfo.InvariantCulture);
            canvas.Fill(Left, Y(mark), Width - Margin - Left, 1, _grid);
            canvas.Text(text, Left - Margin / 2 - PixelFont.Measure(text) * TextScale, Y(mark) - PixelFont.Height, TextScale, _black);
        }
        var every = Math.Max(1, (int)PlotAxis.Around([1, epochs * 5.0 / MostEpochMarks]).Tick);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            if (epoch != 1 && epoch % every != 0)
                continue;
            var text = epoch.ToString(CultureInfo.InvariantCulture);
            canvas.Fill(X(epoch), top, 1, PlotHeight, _grid);
            canvas.Text(text, X(epoch) - PixelFont.Measure(text), top + PlotHeight + LineHeight / 2, TextScale, _black);
        }
        foreach (var curve in curves)
            for (var i = 0; i < curve.Values.Count; i++)
            {
                if (!double.IsFinite(curve.Values[i]))
                    continue;
                var before = i > 0 && double.IsFinite(curve.Values[i - 1]) ? i - 1 : i;
                canvas.Line((X(before + 1), Y(curve.Values[before])), (X(i + 1), Y(curve.Values[i])), before == i ? 2 * Pen : Pen, curve.Colour);
            }

        int X(int epoch) => Left + (epochs == 1 ? 0 : (int)Math.Round((Width - Margin - Left) * (epoch - 1.0) / (epochs - 1)));

        int Y(double value) => top + (int)Math.Round(PlotHeight * (1 - axis.Place(value)));
    }
}
