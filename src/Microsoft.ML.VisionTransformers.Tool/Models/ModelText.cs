using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Tool.Models;

/// <summary>An architecture in words and as JSON.</summary>
internal static class ModelText
{
    public static string Size(VisionConfiguration configuration) => configuration.ImageHeight == configuration.ImageWidth
        ? $"{configuration.ImageWidth}" : $"{configuration.ImageWidth}x{configuration.ImageHeight}";

    /// <summary>86.6 M, as papers write it.</summary>
    public static string Count(long parameters) => parameters < 1_000_000 ? $"{parameters / 1e3:F1} K" : $"{parameters / 1e6:F1} M";

    /// <summary>The licence, and what has to be known of it.</summary>
    public static string Licence(string? licence) => licence is null ? "unknown"
        : licence.Contains("-NC", StringComparison.OrdinalIgnoreCase) ? $"{licence}: not for commercial use" : licence;

    /// <param name="row">The architecture.</param>
    /// <param name="full">Whether its sizes and preprocessing are given too.</param>
    public static JsonObject Json(VisionArchitecture row, bool full = false)
    {
        var json = new JsonObject
        {
            ["name"] = row.Name,
            ["family"] = row.Family,
            ["imageHeight"] = row.Configuration.ImageHeight,
            ["imageWidth"] = row.Configuration.ImageWidth,
            ["parameters"] = row.Parameters,
            ["licence"] = row.Licence,
            ["top1"] = row.Accuracy?.Top1,
            ["top5"] = row.Accuracy?.Top5,
            ["accuracySource"] = row.Accuracy?.Source,
            ["hubId"] = row.HubId,
            ["aliases"] = new JsonArray([.. row.Aliases.Select(alias => (JsonNode)alias)]),
        };
        if (full)
        {
            json["configuration"] = VisionFamilies.Write(row.Configuration);
            json["preprocessing"] = JsonNode.Parse(row.Preprocessing.ToJson());
        }
        return json;
    }
}
