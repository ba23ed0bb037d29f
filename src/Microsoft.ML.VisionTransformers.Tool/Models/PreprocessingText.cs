using System.Globalization;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tool.Models;

/// <summary>How images are prepared, in one line.</summary>
internal static class PreprocessingText
{
    public static string Describe(ImagePreprocessing settings)
    {
        var (width, height) = (settings.ResizeWidth == 0 ? settings.Resize : settings.ResizeWidth, settings.Resize);
        var resize = settings.ResizeMode switch
        {
            ResizeMode.None => "not resized",
            ResizeMode.Square when settings.Resize == 0 => $"squashed to {settings.Width} x {settings.Height}",
            ResizeMode.Square => $"squashed to {width} x {height}",
            ResizeMode.LongestEdge => $"longer side to {Side(width, height)}",
            _ => $"shorter side to {Side(width, height)}",
        };
        var kernel = settings.ResizeMode == ResizeMode.None ? "" : $" ({settings.Interpolation.ToString().ToLowerInvariant()})";
        var crop = settings.ResizeMode == ResizeMode.Square && settings.Resize == 0 ? "" : $", centre {settings.Width} x {settings.Height}";
        var colours = settings.ColourConversion == ColourConversion.AfterResize ? ", RGB after that" : "";
        return $"{resize}{kernel}{crop}{colours}, mean {Numbers(settings.Mean)}, std {Numbers(settings.Std)}";
    }

    private static string Side(int width, int height) => width == height ? $"{height}" : $"{width} x {height}";

    private static string Numbers(IReadOnlyList<float> values)
    {
        var texts = values.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)).ToList();
        return texts.Distinct().Count() == 1 ? texts[0] : string.Join(" ", texts);
    }
}
