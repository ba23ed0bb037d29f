using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>Finds out how images are prepared from the JSON files beside a checkpoint, whichever library wrote them.</summary>
internal static class CheckpointPreprocessing
{
    /// <param name="config"><c>config.json</c>, or <c>open_clip_config.json</c> where there is no other.</param>
    /// <param name="processor"><c>preprocessor_config.json</c>; null when there is none.</param>
    /// <returns>Null when the files don't say.</returns>
    /// <exception cref="CheckpointFormatException">A setting is not of its type, or cannot be.</exception>
    public static ImagePreprocessing? Read(JsonObject config, JsonObject? processor)
    {
        try
        {
            var settings = processor is not null
                ? HuggingFaceProcessor.Read(processor, (string?)config["model_type"], JsonNumbers.Sides(config["image_size"]))
                : FromConfig(config);
            settings?.Validate();
            return settings;
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException and not CheckpointFormatException or OverflowException or ArgumentException)
        {
            throw new CheckpointFormatException($"The checkpoint's files say how images are prepared, but not so that it can be understood: {error.Message}", error);
        }
    }

    /// <summary>What the processor of a plain ViT does at the size that <c>config.json</c> gives; null for other models.</summary>
    public static ImagePreprocessing? Usual(JsonObject config) => (string?)config["model_type"] == "vit" && config["image_size"] is { } size
        ? Read(config, new JsonObject { ["size"] = Sized(size) }) : null;

    private static JsonNode? Sized(JsonNode size) => JsonNumbers.Sides(size) is var (height, width) ? new JsonObject { ["height"] = height, ["width"] = width } : null;

    private static ImagePreprocessing? FromConfig(JsonObject config)
    {
        if (config["preprocess_cfg"] is JsonObject openClip)
            return OpenClipTransform.Read(config["model_cfg"]?["vision_cfg"]?["image_size"], openClip);
        if (config["pretrained_cfg"] is JsonObject timm)
            return TimmDataConfig.Read(timm);
        if (config["architecture"] is not null && config["input_size"] is JsonArray)
            return TimmDataConfig.Read(config);
        if (config["model_type"] is not null)
            return null;
        // FlagAI writes constructor arguments and nothing else.
        if (config["vision_cfg"] is JsonObject vision)
            return OpenClipTransform.Read(vision["image_size"]);
        return config["depths"] is not null && config["window_size"] is not null ? FlagAISwin(config) : null;
    }

    /// <summary>As FlagAI's examples evaluate Swin: squashed, bilinear, ImageNet's statistics.</summary>
    private static ImagePreprocessing FlagAISwin(JsonObject config)
    {
        var (height, width) = JsonNumbers.Sides(config["img_size"]) ?? (224, 224);
        return new ImagePreprocessing { Height = height, Width = width, Resize = 0, ResizeMode = ResizeMode.Square, Interpolation = Interpolation.Bilinear };
    }
}
