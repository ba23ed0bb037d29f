using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>The families of networks and their configurations. A new family adds a line here and a JSON file of rows.</summary>
internal static class VisionFamilies
{
    private static readonly Dictionary<string, (Type Configuration, CheckpointFamily Checkpoints)> s_families
        = new(StringComparer.OrdinalIgnoreCase)
        {
            ["ViT"] = (typeof(ViTConfiguration), new ViTCheckpoints()),
        };

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The resources with rows of published architectures.</summary>
    public static readonly string[] RowFiles = ["vit.json"];

    public static IEnumerable<CheckpointFamily> Checkpoints => s_families.Values.Select(family => family.Checkpoints);

    public static CheckpointFamily CheckpointsOf(string family) => s_families[family].Checkpoints;

    public static VisionConfiguration Read(string family, JsonObject configuration)
        => s_families.TryGetValue(family, out var known)
            ? (VisionConfiguration)configuration.Deserialize(known.Configuration, s_json)!
            : throw new ArgumentException($"There is no family '{family}' here; there are {string.Join(", ", s_families.Keys)}.");

    public static JsonNode Write(VisionConfiguration configuration)
        => JsonSerializer.SerializeToNode(configuration, configuration.GetType(), s_json)!;
}
