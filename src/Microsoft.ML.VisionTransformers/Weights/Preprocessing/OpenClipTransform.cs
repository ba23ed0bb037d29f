using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>
/// The evaluation of OpenAI's CLIP, of open_clip (<c>preprocess_cfg</c> in <c>open_clip_config.json</c>) and of FlagAI's CLIP: pictures
/// are resized and cropped as they are stored, and become RGB after that.
/// </summary>
internal static class OpenClipTransform
{
    /// <param name="visionSize">The network's input: <c>image_size</c> of <c>vision_cfg</c>.</param>
    /// <param name="config">The <c>preprocess_cfg</c>; null where there is none.</param>
    public static ImagePreprocessing Read(JsonNode? visionSize, JsonObject? config = null)
    {
        var (height, width) = JsonNumbers.Sides(config?["size"]) ?? JsonNumbers.Sides(visionSize) ?? (224, 224);
        var mode = (string?)config?["resize_mode"];
        return new ImagePreprocessing
        {
            Height = height,
            Width = width,
            Resize = height,
            ResizeWidth = width == height ? 0 : width,
            ResizeMode = mode switch { "squash" => ResizeMode.Square, "longest" => ResizeMode.LongestEdge, _ => ResizeMode.ShortestEdge },
            Interpolation = JsonNumbers.Kernel(config?["interpolation"]) ?? Interpolation.Bicubic,
            ColourConversion = ColourConversion.AfterResize,
            Fill = config?["fill_color"] is JsonArray colour ? [.. colour.Select(value => (int)value!)]
                : [.. Enumerable.Repeat((int?)config?["fill_color"] ?? 0, 3)],
            Mean = JsonNumbers.Floats(config?["mean"]) ?? [.. ImagePreprocessing.ClipMean],
            Std = JsonNumbers.Floats(config?["std"]) ?? [.. ImagePreprocessing.ClipStd],
        };
    }
}
