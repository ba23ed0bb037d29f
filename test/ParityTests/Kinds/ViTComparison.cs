using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>What the fixtures of all namings of a vision transformer have in common.</summary>
internal static class ViTComparison
{
    /// <summary>
    /// The network that a fixture's weights and sidecar describe, as the product finds it, with the weights loaded through the
    /// product's own maps.
    /// </summary>
    public static VisionTransformerNetwork Build(Fixture fixture, Func<ViTConfiguration, ViTConfiguration>? change = null)
    {
        var weights = fixture.LoadAll("weights/");
        using var checkpoint = Checkpoint.Of(weights, CheckpointConfig.Parse(Readable(fixture.Config).ToJsonString()));
        var configuration = (ViTConfiguration)(checkpoint.Architecture
            ?? throw new InvalidDataException("The weights are of no vision transformer.")).Configuration;
        configuration = configuration with
        {
            NormEps = (double?)(fixture.Config["norm_eps"] ?? fixture.Config["layer_norm_eps"]) ?? configuration.NormEps,
            DynamicSize = (bool?)fixture.Config["dynamic_img_size"] ?? false,
            DropPathRate = (double?)fixture.Config["drop_path_rate"] ?? 0,
        };
        var network = new VisionTransformerNetwork(change?.Invoke(configuration) ?? configuration, seed: 1);
        CheckpointLoader.Load(checkpoint, network);
        network.eval();
        return network;
    }

    /// <summary>Records what named modules hand out while <paramref name="body"/> runs.</summary>
    public static Dictionary<string, Tensor> Watch(nn.Module network, Action body)
    {
        Dictionary<string, Tensor> seen = [];
        List<Action> removals = [];
        foreach (var (name, module) in network.named_modules())
        {
            if (module is nn.Module<Tensor, Tensor> watched)
                removals.Add(watched.register_forward_hook((_, _, output) => Keep(name, output)).remove);
            else if (module is nn.Module<Tensor, Tensor?, Tensor> withMore)
                removals.Add(withMore.register_forward_hook((_, _, _, output) => Keep(name, output)).remove);
        }
        body();
        removals.ForEach(remove => remove());
        return seen;

        Tensor Keep(string name, Tensor output)
        {
            // The module that calls this one ends its scope before the comparison.
            seen[name] = output.detach().clone().DetachFromDisposeScope();
            return output;
        }
    }

    /// <summary>Runs a labelled batch forwards and backwards, and compares logits, loss and gradients.</summary>
    public static void LogitsLossAndGradients(Fixture fixture, Comparison comparison, VisionTransformerNetwork network, KeyMap naming)
    {
        var logits = network.call(fixture.Load("input/pixel_values"));
        comparison.Check("output/logits", logits);
        if (fixture.Has("output/probabilities"))
            comparison.Check("output/probabilities", logits.softmax(-1));
        if (!fixture.Has("input/labels"))
            return;
        var loss = F.cross_entropy(logits, fixture.Load("input/labels"));
        comparison.Check("loss/value", loss);
        loss.backward();
        Gradients(fixture, comparison, network, naming);
    }

    public static void Gradients(Fixture fixture, Comparison comparison, nn.Module network, KeyMap naming)
    {
        var gradients = network.named_parameters()
            .Where(pair => pair.parameter.grad is not null)
            .ToDictionary(pair => pair.name, pair => pair.parameter.grad!);
        foreach (var (key, gradient) in naming.Export(gradients))
        {
            if (fixture.Has("grad/" + key))
                comparison.Check("grad/" + key, gradient);
            if ((double?)fixture.Sidecar["grad_l2_norms"]?[key] is { } norm)
                comparison.Check("grad-norm/" + key, [gradient.to(ScalarType.Float64).norm().item<double>()], [norm], new Tolerance(1e-5, 1e-4));
        }
    }

    // The product reads config.json as timm and HuggingFace write it; sidecars add remarks such as "gelu (exact erf)" and MAE's booleans.
    private static JsonObject Readable(JsonObject config)
    {
        var readable = config.DeepClone().AsObject();
        if (readable["global_pool"] is JsonValue pool && pool.TryGetValue<bool>(out _))
            readable.Remove("global_pool");
        return readable;
    }
}
