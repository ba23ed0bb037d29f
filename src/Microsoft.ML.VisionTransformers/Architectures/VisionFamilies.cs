using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>The families of networks and their configurations. A new family adds a line here and a JSON file of rows.</summary>
internal static class VisionFamilies
{
    // In the order in which a checkpoint is recognised: the keys of a later family may occur in an earlier one's files too.
    private static readonly (string Name, Type Configuration, CheckpointFamily Checkpoints)[] s_families =
    [
        ("Clip", typeof(ClipConfiguration), new ClipCheckpoints()),
        ("FastConvMAE", typeof(FastConvMaeConfiguration), new ConvMaeCheckpoints(fast: true)),
        ("ConvMAE", typeof(ConvMaeConfiguration), new ConvMaeCheckpoints(fast: false)),
        ("ConvViTDetection", typeof(ConvViTDetectionConfiguration), new ConvViTDetectionCheckpoints()),
        ("ConvViT", typeof(ConvViTConfiguration), new ConvViTCheckpoints()),
        ("MAE", typeof(MaeConfiguration), new MaeCheckpoints()),
        ("ViT", typeof(ViTConfiguration), new ViTCheckpoints()),
        ("Swin", typeof(SwinConfiguration), new SwinCheckpoints()),
        ("SwinV2", typeof(SwinV2Configuration), new SwinV2Checkpoints()),
    ];

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The resources with rows of published architectures.</summary>
    public static readonly string[] RowFiles =
        ["vit.json", "mae.json", "convmae.json", "fastconvmae.json", "convvit.json", "swin.json", "swinv2.json", "clip.json"];

    public static IEnumerable<CheckpointFamily> Checkpoints => s_families.Select(family => family.Checkpoints);

    public static CheckpointFamily CheckpointsOf(string family) => s_families.First(known => known.Name == family).Checkpoints;

    public static VisionConfiguration Read(string family, JsonObject configuration)
    {
        foreach (var (name, type, _) in s_families)
        {
            if (string.Equals(name, family, StringComparison.OrdinalIgnoreCase))
                return (VisionConfiguration)configuration.Deserialize(type, s_json)!;
        }
        throw new ArgumentException($"There is no family '{family}' here; there are {string.Join(", ", s_families.Select(known => known.Name))}.");
    }

    public static JsonNode Write(VisionConfiguration configuration)
        => JsonSerializer.SerializeToNode(configuration, configuration.GetType(), s_json)!;
}
