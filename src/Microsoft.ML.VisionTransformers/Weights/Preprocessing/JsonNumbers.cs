using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>Numbers as the configuration files of several libraries write them.</summary>
internal static class JsonNumbers
{
    /// <summary>One side for both, a list of height and width, or an object that names them; null for anything else.</summary>
    public static (int Height, int Width)? Sides(JsonNode? size) => size switch
    {
        JsonObject named when named["height"] is not null && named["width"] is not null => ((int)named["height"]!, (int)named["width"]!),
        JsonArray { Count: 2 } pair => ((int)pair[0]!, (int)pair[1]!),
        JsonValue side => ((int)side, (int)side),
        _ => null,
    };

    /// <summary>A list, or one number for all channels; null for anything else.</summary>
    public static float[]? Floats(JsonNode? list, int count = 3) => list switch
    {
        JsonArray array => [.. array.Select(value => (float)value!)],
        JsonValue value => [.. Enumerable.Repeat((float)value, count)],
        _ => null,
    };

    /// <summary>A kernel by its name in torchvision and timm.</summary>
    public static Interpolation? Kernel(JsonNode? name) => name is JsonValue value && value.TryGetValue<string>(out var text)
        ? text.ToLowerInvariant() switch
        {
            "nearest" or "nearest-exact" => Interpolation.Nearest,
            "box" => Interpolation.Box,
            "bilinear" => Interpolation.Bilinear,
            "hamming" => Interpolation.Hamming,
            "lanczos" => Interpolation.Lanczos,
            // timm's "random" chooses between the two for training only; its evaluation takes the sharper.
            "bicubic" or "random" => Interpolation.Bicubic,
            _ => throw new CheckpointFormatException($"The resampling '{text}' is not known."),
        }
        : null;
}
