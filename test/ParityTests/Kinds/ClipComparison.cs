using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;

namespace ParityTests.Kinds;

/// <summary>Builds the CLIP that a fixture's weights and sidecar describe, as the product finds it.</summary>
internal static class ClipComparison
{
    public static (ClipNetwork Network, KeyMap Naming) Build(Fixture fixture, Func<ClipConfiguration, ClipConfiguration>? change = null)
    {
        var config = (fixture.Sidecar["config_pretrained"] ?? fixture.Sidecar["config"])!.AsObject();
        using var checkpoint = Checkpoint.Of(fixture.LoadAll("weights/"), CheckpointConfig.Parse(config.ToJsonString()));
        var identity = checkpoint.Identity ?? throw new InvalidDataException("The weights are of no CLIP.");
        var configuration = OpenAis(fixture.Sidecar, config, (ClipConfiguration)identity.Configuration);
        var network = new ClipNetwork(change?.Invoke(configuration) ?? configuration, seed: 1);
        CheckpointLoader.Load(checkpoint, network, network.Configuration);
        network.eval();
        return (network, identity.Naming);
    }

    /// <summary>OpenAI publishes no configuration: the sidecar has the constructor's arguments, and the activation and heads in words.</summary>
    private static ClipConfiguration OpenAis(JsonObject sidecar, JsonObject config, ClipConfiguration found) => config["transformer_heads"] is null ? found : found with
    {
        Activation = ((string?)sidecar["activation"])?.StartsWith("QuickGELU", StringComparison.Ordinal) == true ? Activation.QuickGelu : Activation.Gelu,
        VisionHeads = (int?)sidecar["heads"]?["vision"] ?? found.VisionHeads,
        TextHeads = (int)config["transformer_heads"]!,
    };
}
