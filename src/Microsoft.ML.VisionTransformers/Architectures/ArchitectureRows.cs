using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>
/// Reads the rows of one family from its JSON: named sizes, named ways of preparing images, and architectures that combine them.
/// </summary>
internal static class ArchitectureRows
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static IEnumerable<VisionArchitecture> Read(Stream stream)
    {
        var file = JsonNode.Parse(stream)!.AsObject();
        var family = (string)file["family"]!;
        foreach (var node in file["architectures"]!.AsArray())
        {
            var row = node.Deserialize<Row>(s_json)!;
            var size = file["sizes"]![row.Size]!.AsObject();
            var recipe = file["preprocessing"]![row.Preprocessing].Deserialize<Recipe>(s_json)!;
            yield return new VisionArchitecture
            {
                Name = row.Name,
                Aliases = row.Aliases ?? [],
                Configuration = VisionFamilies.Read(family, Merge(size, row.Configuration, row.Image)),
                Preprocessing = recipe.For(row.Image),
                HubId = row.HubId,
                DownloadPage = row.DownloadPage,
                Licence = row.Licence,
                Accuracy = row.Accuracy,
                Community = row.Community,
            };
        }
    }

    private static JsonObject Merge(JsonObject size, JsonObject? more, int image)
    {
        var merged = size.DeepClone().AsObject();
        merged["imageHeight"] = image;
        merged["imageWidth"] = image;
        foreach (var (name, value) in more ?? [])
            merged[name] = value?.DeepClone();
        return merged;
    }

    private sealed record Row(
        string Name, string[]? Aliases, string Size, int Image, string Preprocessing, JsonObject? Configuration,
        string? HubId, string? DownloadPage, string? Licence, PublishedAccuracy? Accuracy, bool Community);

    private enum Statistics
    {
        Half,
        ImageNet,
        Clip,
    }

    private sealed record Recipe(
        Statistics Statistics, Interpolation Interpolation, int Resize, ResizeMode ResizeMode = ResizeMode.ShortestEdge,
        ColourConversion ColourConversion = ColourConversion.BeforeResize)
    {
        public ImagePreprocessing For(int image) => new()
        {
            Width = image,
            Height = image,
            Resize = Resize,
            ResizeMode = ResizeMode,
            Interpolation = Interpolation,
            ColourConversion = ColourConversion,
            Mean = Statistics switch
            {
                Statistics.Half => ImagePreprocessing.Half,
                Statistics.Clip => ImagePreprocessing.ClipMean,
                _ => ImagePreprocessing.ImageNetMean,
            },
            Std = Statistics switch
            {
                Statistics.Half => ImagePreprocessing.Half,
                Statistics.Clip => ImagePreprocessing.ClipStd,
                _ => ImagePreprocessing.ImageNetStd,
            },
        };
    }
}
