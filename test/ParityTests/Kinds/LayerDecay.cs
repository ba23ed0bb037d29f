using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;

namespace ParityTests.Kinds;

/// <summary>Fine-tuning steps with learning rates that shrink towards the input: the groups, and the weights after the steps.</summary>
internal static class LayerDecay
{
    /// <summary>The fixture's groups of parameters, each held against the product's layers and weight decay.</summary>
    public static List<ParameterGroup> Groups(Fixture fixture, Comparison comparison, VisionNetwork network)
    {
        var parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        var decay = (double)fixture.Config["layer_decay"]!;
        List<ParameterGroup> groups = [];
        foreach (var group in fixture.Sidecar["layer_decay_groups"]!.AsArray())
        {
            var (scale, weightDecay) = ((double)group!["lr_scale"]!, (double)group["weight_decay"]!);
            var names = group["params"]!.AsArray().Select(name => (string)name!).ToList();
            foreach (var name in names)
            {
                var ours = Math.Pow(decay, network.LayerCount - network.LayerId(name));
                comparison.Check($"layer-scale/{name}", [ours], [scale], new Tolerance(1e-12));
                var decays = parameters[name].shape.Length > 1 && !network.SkipsWeightDecay(name);
                comparison.Require($"weight-decay/{name}", decays == weightDecay > 0, "decays here and not there, or the other way round");
            }
            groups.Add(new ParameterGroup([.. names.Select(name => (name, parameters[name]))], weightDecay, scale));
        }
        return groups;
    }

    /// <summary>Compares the weights that a fixture has from after its steps.</summary>
    public static void After(Fixture fixture, Comparison comparison, VisionNetwork network)
    {
        foreach (var (name, parameter) in network.named_parameters().Where(pair => fixture.Has("step/after/" + pair.name)))
        {
            if (name.EndsWith("attn.qkv.bias", StringComparison.Ordinal))
                comparison.LeaveOut("step/after/" + name); // The key's bias has no gradient; Adam makes steps of its rounding noise.
            else
                comparison.Check("step/after/" + name, parameter);
        }
    }
}
