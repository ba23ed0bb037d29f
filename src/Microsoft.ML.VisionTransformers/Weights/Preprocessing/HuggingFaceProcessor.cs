using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>
/// <c>preprocessor_config.json</c> of HuggingFace transformers, as image processors and the feature extractors before them (up to 4.25)
/// write it. Properties that are left out have the processor's defaults.
/// </summary>
internal static class HuggingFaceProcessor
{
    // Up to here ConvNeXt crops; larger pictures are squashed.
    private const int LargestCrop = 384;

    /// <param name="processor">The file.</param>
    /// <param name="model">The kind of model in <c>config.json</c>, for files that don't name their processor.</param>
    /// <param name="imageSize">The network's input, for processors that neither resize nor crop.</param>
    public static ImagePreprocessing Read(JsonObject processor, string? model, (int Height, int Width)? imageSize)
    {
        var type = (string?)(processor["image_processor_type"] ?? processor["feature_extractor_type"]);
        var kind = ImageProcessorKind.Of(type, model);
        var settings = new ImagePreprocessing
        {
            Interpolation = Kernel(processor["resample"]) ?? kind.Interpolation,
            // The fast processors run on torchvision, which rounds where the others cut off.
            Background = processor[ImageProcessorFile.Background] is JsonArray { Count: 3 } colour ? [.. colour.Select(value => (int)value!)] : null,
            CropOffset = type?.EndsWith("Fast", StringComparison.Ordinal) == true ? CropOffset.Round : CropOffset.Floor,
        };
        settings = kind.CropsByShare && processor["crop_size"] is null ? CropByShare(settings, processor, kind) : Sized(settings, processor, kind, imageSize);
        return Normalized(settings, processor, kind);
    }

    private static ImagePreprocessing Sized(ImagePreprocessing settings, JsonObject processor, ImageProcessorKind kind, (int Height, int Width)? imageSize)
    {
        var size = processor["size"];
        var shortest = size is JsonObject ? (int?)(size["shortest_edge"] ?? size["longest_edge"])
            : size is JsonValue or null && kind.ShortestEdge ? (int?)size ?? kind.Size : null;
        var (height, width) = shortest is { } edge ? (edge, edge) : JsonNumbers.Sides(size) ?? (kind.Size, kind.Size);
        var crops = (bool?)(processor["do_center_crop"] ?? processor["do_crop"]) ?? (kind.Crop is not null || processor["crop_size"] is not null);
        var crop = crops ? JsonNumbers.Sides(processor["crop_size"]) ?? (kind.Crop is { } side ? (side, side) : (height, width)) : ((int Height, int Width)?)null;
        if ((bool?)processor["do_resize"] == false)
        {
            var (h, w) = crop ?? imageSize ?? (height, width);
            return settings with { Height = h, Width = w, ResizeMode = ResizeMode.None };
        }
        var (outHeight, outWidth) = crop ?? (height, width);
        if (shortest is { } shorter)
        {
            var mode = size is JsonObject named && named["shortest_edge"] is null ? ResizeMode.LongestEdge : ResizeMode.ShortestEdge;
            return settings with { Height = outHeight, Width = outWidth, Resize = shorter, ResizeMode = mode };
        }
        var exact = (height, width) == (outHeight, outWidth);
        return settings with
        {
            Height = outHeight, Width = outWidth, ResizeMode = ResizeMode.Square,
            Resize = exact ? 0 : height, ResizeWidth = exact || width == height ? 0 : width,
        };
    }

    /// <summary>ConvNeXt: the shorter side to size / crop_pct, then the centre; squashed from 384 pixels on.</summary>
    private static ImagePreprocessing CropByShare(ImagePreprocessing settings, JsonObject processor, ImageProcessorKind kind)
    {
        var size = processor["size"] is JsonObject named ? (int?)named["shortest_edge"] ?? (int?)named["height"] ?? kind.Size : (int?)processor["size"] ?? kind.Size;
        var share = (double?)processor["crop_pct"] ?? 224.0 / 256;
        settings = settings with { Height = size, Width = size };
        if ((bool?)processor["do_resize"] == false)
            return settings with { ResizeMode = ResizeMode.None };
        return size < LargestCrop
            ? settings with { Resize = (int)(size / share), ResizeMode = ResizeMode.ShortestEdge }
            : settings with { Resize = 0, ResizeMode = ResizeMode.Square };
    }

    /// <summary>(value x factor - mean) / std, brought to our (value / 255 - mean) / std.</summary>
    private static ImagePreprocessing Normalized(ImagePreprocessing settings, JsonObject processor, ImageProcessorKind kind)
    {
        var normalizes = (bool?)processor["do_normalize"] ?? true;
        var mean = normalizes ? JsonNumbers.Floats(processor["image_mean"]) ?? [.. kind.Mean] : [0, 0, 0];
        var std = normalizes ? JsonNumbers.Floats(processor["image_std"]) ?? [.. kind.Std] : [1, 1, 1];
        var factor = (bool?)processor["do_rescale"] == false ? 1 : (double?)processor["rescale_factor"] ?? 1 / 255.0;
        var units = factor * 255;
        if (Math.Abs(units - 1) > 1e-6)
        {
            mean = [.. mean.Select(value => (float)(value / units))];
            std = [.. std.Select(value => (float)(value / units))];
        }
        return settings with { Channels = mean.Length, Mean = mean, Std = std };
    }

    /// <summary>Pillow's number for a kernel, or its name.</summary>
    private static Interpolation? Kernel(JsonNode? resample)
    {
        if (resample is not JsonValue value || !value.TryGetValue<int>(out var number))
            return JsonNumbers.Kernel(resample);
        return number switch
        {
            0 => Interpolation.Nearest,
            1 => Interpolation.Lanczos,
            2 => Interpolation.Bilinear,
            3 => Interpolation.Bicubic,
            4 => Interpolation.Box,
            5 => Interpolation.Hamming,
            _ => throw new CheckpointFormatException($"The resampling {number} is not known."),
        };
    }
}
