using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>A labelled batch forwards and backwards through a Swin Transformer, in the names of whoever recorded it.</summary>
internal static class SwinComparison
{
    public static void Run(Fixture fixture, Comparison comparison)
    {
        var config = fixture.Config.DeepClone().AsObject();
        // transformers 4.27 puts zeros in the place of these, whatever its configuration says; later versions take them.
        if (((string?)fixture.Sidecar["commit"])?.StartsWith("4.27", StringComparison.Ordinal) == true)
            config.Remove("pretrained_window_sizes");
        using var checkpoint = Open(fixture, config);
        var network = Build(checkpoint);
        ForwardAndBackward(fixture, comparison, network, checkpoint.Identity!.Naming);
        Evaluated(fixture, comparison, network);
    }

    /// <summary>The fixture's weights as a checkpoint with that configuration beside it.</summary>
    public static Checkpoint Open(Fixture fixture, JsonObject config)
        => Checkpoint.Of(fixture.LoadAll("weights/"), CheckpointConfig.Parse(config.ToJsonString()));

    /// <summary>The network that a checkpoint describes, with its weights.</summary>
    public static SwinNetwork Build(Checkpoint checkpoint, Func<ShiftedWindowConfiguration, ShiftedWindowConfiguration>? change = null)
    {
        var configuration = (ShiftedWindowConfiguration)(checkpoint.Identity ?? throw new InvalidDataException("The weights are of no Swin Transformer.")).Configuration;
        var network = (SwinNetwork)NetworkFactory.Create((VisionConfiguration)(change?.Invoke(configuration) ?? configuration), seed: 1);
        CheckpointLoader.Load(checkpoint, network);
        network.eval();
        return network;
    }

    public static void ForwardAndBackward(Fixture fixture, Comparison comparison, SwinNetwork network, KeyMap naming)
    {
        Tensor logits = null!;
        var seen = ViTComparison.Watch(network, () => logits = network.call(fixture.Load("input/pixels")));
        comparison.Check("output/logits", logits);
        foreach (var name in fixture.Names.Where(name => name.StartsWith("intermediate/", StringComparison.Ordinal)))
        {
            var module = Module(name["intermediate/".Length..], naming, network);
            if (module is not null && seen.TryGetValue(module, out var output))
                comparison.Check(name, module.EndsWith(".attn", StringComparison.Ordinal) ? Windows(network, module, output) : output);
        }
        var loss = F.cross_entropy(logits, fixture.Load("input/labels"));
        comparison.Check("output/loss", loss);
        loss.backward();
        var gradients = network.named_parameters()
            .Where(pair => pair.parameter.grad is not null)
            .ToDictionary(pair => pair.name, pair => pair.parameter.grad!);
        foreach (var (key, gradient) in naming.Export(gradients).Where(pair => fixture.Has("grad/" + pair.Key)))
            comparison.Check("grad/" + key, gradient);
    }

    /// <summary>Who only scores takes shorter ways: the answers are the same, the first time and with the tables kept.</summary>
    private static void Evaluated(Fixture fixture, Comparison comparison, SwinNetwork network)
    {
        using var _ = no_grad();
        comparison.Check("output/logits", network.call(fixture.Load("input/pixels")));
        comparison.Check("output/logits", network.call(fixture.Load("input/pixels")));
    }

    /// <summary>Our module whose output a fixture calls by the name of theirs.</summary>
    private static string? Module(string name, KeyMap naming, SwinNetwork network)
    {
        switch (naming.Name)
        {
            case "timm" when Regex.Match(name, @"^layers\.([0-9]+)$") is { Success: true } stage: // before the next stage's merging
                return LastBlock(network, int.Parse(stage.Groups[1].Value));
            case "torchvision" when name == "features.0":
                return "patch_embed";
            case "torchvision" when Regex.Match(name, @"^features\.([0-9]+)(?:\.([0-9]+))?$") is { Success: true } layer:
                var (half, odd) = Math.DivRem(int.Parse(layer.Groups[1].Value), 2);
                return odd == 0 ? $"layers.{half - 1}.downsample"
                    : layer.Groups[2].Success ? $"layers.{half}.blocks.{layer.Groups[2].Value}" : LastBlock(network, half);
            case "HuggingFace":
                return name == "embeddings" ? "patch_embed" : name == "layernorm" ? "norm" : name.Replace("encoder.", "");
            default:
                return name;
        }
    }

    private static string LastBlock(SwinNetwork network, int stage) => $"layers.{stage}.blocks.{network.Stages[stage].Blocks.Count - 1}";

    /// <summary>The references' attention hands out windows, ours maps.</summary>
    private static Tensor Windows(SwinNetwork network, string module, Tensor map)
    {
        var parts = module.Split('.');
        return network.Stages[int.Parse(parts[1])].Blocks[int.Parse(parts[3])].Attention.Plan(map).Cut(map);
    }
}
