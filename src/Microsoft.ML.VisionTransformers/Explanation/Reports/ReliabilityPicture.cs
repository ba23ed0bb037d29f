using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>
/// Draws a reliability diagram (DeGroot and Fienberg, 1983): a bar for each bin of confidence, as high as the accuracy in it; a thin
/// bar from there to the confidence; the diagonal of a perfect classifier; below, how many images each bin has.
/// </summary>
internal static class ReliabilityPicture
{
    private const int Margin = 16;
    private const int Side = 360;
    private const int Strip = 60;
    private const int Left = 64;
    private const int Top = 76;
    private const int Scale = 2;
    private const int Cell = Side / Calibration.BinCount;
    private static readonly (byte, byte, byte) _black = (0, 0, 0);
    private static readonly (byte, byte, byte) _line = (208, 208, 208);
    private static readonly (byte, byte, byte) _bar = (33, 102, 172);
    private static readonly (byte, byte, byte) _gap = (244, 165, 130);
    private static readonly (byte, byte, byte) _gapText = (178, 80, 30);

    public static Canvas Draw(Calibration calibration)
    {
        const string Bars = "blue: share that is right";
        const string Gap = "orange: gap to the confidence";
        var width = Math.Max(Left + Side, Left + PixelFont.Measure(Gap) * Scale) + Margin;
        var canvas = new Canvas(width, Top + Side + 12 + Strip + 50 + Margin);
        canvas.Text(string.Create(CultureInfo.InvariantCulture, $"ECE {calibration.ExpectedError * 100:F2} %"), Left, Margin, Scale, _black);
        canvas.Text(Bars, Left, Margin + 18, Scale, _bar);
        canvas.Text(Gap, Left, Margin + 36, Scale, _gapText);
        Axes(canvas);
        var (bins, bottom) = (calibration.Bins, Top + Side);
        var most = Math.Max(1, bins.Max(bin => bin.Count));
        for (var i = 0; i < bins.Count; i++)
        {
            if (bins[i].Count == 0)
                continue;
            var (left, accuracy, confidence) = (Left + i * Cell, Pixels(bins[i].Accuracy), Pixels(bins[i].Confidence));
            canvas.Fill(left + 1, bottom - accuracy, Cell - 2, accuracy, _bar);
            canvas.Fill(left + Cell / 3, bottom - Math.Max(accuracy, confidence), Cell / 3, Math.Abs(accuracy - confidence), _gap);
            var count = (int)Math.Ceiling((double)Strip * bins[i].Count / most);
            canvas.Fill(left + 1, bottom + 12 + Strip - count, Cell - 2, count, _bar);
        }
        canvas.Line((Left, bottom), (Left + Side, Top), 1, _black);
        canvas.Text("confidence; below: images", Left, bottom + 12 + Strip + 26, Scale, _black);
        return canvas;
    }

    private static void Axes(Canvas canvas)
    {
        canvas.Fill(Left - 1, Top, 1, Side, _black);
        canvas.Fill(Left, Top + Side, Side, 1, _black);
        canvas.Fill(Left, Top + Side + 12 + Strip, Side, 1, _black);
        for (var tenth = 0; tenth <= 10; tenth += 5)
        {
            var (text, at) = ((tenth / 10.0).ToString("0.0", CultureInfo.InvariantCulture), Side * tenth / 10);
            canvas.Fill(Left, Top + Side - at, Side, 1, tenth == 0 ? _black : _line);
            canvas.Text(text, Left - 8 - PixelFont.Measure(text) * Scale, Top + Side - at - PixelFont.Height, Scale, _black);
            canvas.Text(text, Math.Min(Left + at - PixelFont.Measure(text), Left + Side - PixelFont.Measure(text) * Scale), Top + Side + 12 + Strip + 6, Scale, _black);
        }
    }

    private static int Pixels(double share) => (int)Math.Round(Side * share);
}
