using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>Writes <c>preprocessor_config.json</c> so that HuggingFace's image processors prepare images as we do.</summary>
internal static class ImageProcessorFile
{
    /// <summary>Our own setting, which image processors carry along without a look: with it the file loses nothing when it is read here again.</summary>
    public const string Background = "transparency_background";

    /// <summary>The file, and in what the processor will differ.</summary>
    public static (JsonObject File, IReadOnlyList<string> Notes) Create(ImagePreprocessing settings)
    {
        List<string> notes = [];
        var (width, height) = settings.Resize == 0 ? (settings.Width, settings.Height)
            : (settings.ResizeWidth == 0 ? settings.Resize : settings.ResizeWidth, settings.Resize);
        var crops = (width, height) != (settings.Width, settings.Height) || settings.ResizeMode is ResizeMode.ShortestEdge or ResizeMode.None;
        if (settings.ResizeMode == ResizeMode.LongestEdge)
            notes.Add("The image processor squashes pictures, where here they are fitted in with a border.");
        if (settings.ResizeMode == ResizeMode.ShortestEdge && width != height)
            notes.Add($"The image processor brings the shorter side to {height} pixels, whatever the input's aspect ratio.");
        if (crops && settings.CropOffset == CropOffset.Round)
            notes.Add("The image processor's crop begins a pixel earlier where the margin is odd.");
        if (settings.ColourConversion == ColourConversion.AfterResize)
            notes.Add("The image processor makes pictures with a palette or transparency RGB before it resizes them, not after.");
        if (settings.Background is not null)
            notes.Add("The image processor drops transparency, where here pictures are put on a background.");
        var file = new JsonObject
        {
            ["image_processor_type"] = (settings.ResizeMode, crops) switch
            {
                // The processors differ in what they can do: ViT's only squashes, DeiT's crops after that, CLIP's goes by the shorter side.
                (ResizeMode.ShortestEdge or ResizeMode.None, _) => "CLIPImageProcessor",
                (_, true) => "DeiTImageProcessor",
                _ => "ViTImageProcessor",
            },
            ["do_resize"] = settings.ResizeMode != ResizeMode.None,
            ["size"] = settings.ResizeMode == ResizeMode.ShortestEdge ? new JsonObject { ["shortest_edge"] = height }
                : new JsonObject { ["height"] = height, ["width"] = width },
            ["resample"] = settings.Interpolation switch
            {
                Interpolation.Nearest => 0,
                Interpolation.Lanczos => 1,
                Interpolation.Bilinear => 2,
                Interpolation.Bicubic => 3,
                Interpolation.Box => 4,
                _ => 5,
            },
            ["do_rescale"] = true,
            ["rescale_factor"] = 1 / 255.0,
            ["do_normalize"] = true,
            ["image_mean"] = Numbers(settings.Mean),
            ["image_std"] = Numbers(settings.Std),
        };
        if (settings.Channels == 3)
            file["do_convert_rgb"] = true;
        if (settings.Background is { } background)
            file[Background] = new JsonArray([.. background.Select(value => (JsonNode)value)]);
        if (crops)
        {
            file["do_center_crop"] = true;
            file["crop_size"] = new JsonObject { ["height"] = settings.Height, ["width"] = settings.Width };
        }
        return (file, notes);
    }

    /// <summary>With the digits that a 32-bit number has, not those of its 64-bit neighbour.</summary>
    public static JsonArray Numbers(IReadOnlyList<float> values)
        => [.. values.Select(value => JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture)))];
}
