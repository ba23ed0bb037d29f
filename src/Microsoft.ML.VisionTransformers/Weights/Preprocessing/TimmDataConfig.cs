using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>
/// timm's <c>pretrained_cfg</c> (in files before 0.9 its properties stand in <c>config.json</c> itself), and what
/// <c>timm.data.create_transform</c> makes of it for evaluation.
/// </summary>
internal static class TimmDataConfig
{
    private const double DefaultShare = 0.875;

    public static ImagePreprocessing Read(JsonObject config)
    {
        var input = config["input_size"] is JsonArray { Count: 3 } sides ? [.. sides.Select(side => (int)side!)] : new[] { 3, 224, 224 };
        var share = (double?)config["crop_pct"] ?? DefaultShare;
        var (height, width) = ((int)Math.Floor(input[1] / share), (int)Math.Floor(input[2] / share));
        var mode = (string?)config["crop_mode"];
        var mean = JsonNumbers.Floats(config["mean"], input[0]) ?? [.. ImagePreprocessing.ImageNetMean];
        return new ImagePreprocessing
        {
            Channels = input[0],
            Height = input[1],
            Width = input[2],
            Resize = height,
            ResizeWidth = width == height ? 0 : width,
            ResizeMode = mode switch { "squash" => ResizeMode.Square, "border" => ResizeMode.LongestEdge, _ => ResizeMode.ShortestEdge },
            Interpolation = JsonNumbers.Kernel(config["interpolation"]) ?? Interpolation.Bicubic,
            // What is left of the input has the mean colour, which normalises to nearly 0.
            Fill = mode == "border" && mean.Length == 3 ? [.. mean.Select(value => (int)Math.Round(255.0 * value))] : [0, 0, 0],
            Mean = mean,
            Std = JsonNumbers.Floats(config["std"], input[0]) ?? [.. ImagePreprocessing.ImageNetStd],
        };
    }

    /// <summary>The <c>pretrained_cfg</c> from which timm's evaluation prepares images as we do, as nearly as it can.</summary>
    public static JsonObject Write(ImagePreprocessing settings, int classes) => new()
    {
        ["tag"] = "fine_tuned",
        ["input_size"] = new JsonArray(settings.Channels, settings.Height, settings.Width),
        ["fixed_input_size"] = true,
        ["interpolation"] = settings.Interpolation.ToString().ToLowerInvariant(),
        ["crop_pct"] = Share(settings),
        ["crop_mode"] = settings.ResizeMode switch { ResizeMode.Square => "squash", ResizeMode.LongestEdge => "border", _ => "center" },
        ["mean"] = ImageProcessorFile.Numbers(settings.Mean),
        ["std"] = ImageProcessorFile.Numbers(settings.Std),
        ["num_classes"] = classes,
    };

    /// <summary>The shortest share that gives the resize again, since timm takes the whole pixels of size / share.</summary>
    private static double Share(ImagePreprocessing settings)
    {
        if (settings.Resize == 0 || settings.ResizeMode == ResizeMode.None)
            return 1;
        for (var digits = 1; digits <= 6; digits++)
        {
            foreach (var side in new[] { settings.Resize, settings.Resize + 0.5 })
            {
                var share = Math.Round(settings.Height / side, digits);
                if (share > 0 && (int)Math.Floor(settings.Height / share) == settings.Resize)
                    return share;
            }
        }
        return settings.Height / (settings.Resize + 0.5);
    }
}
