using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>What the fixtures of all masked autoencoders have in common: masks from fed noise, prediction, loss, gradients and AdamW steps.</summary>
internal static class MaskedComparison
{
    /// <summary>The network that the weights and sidecar describe, as the product finds it, loaded through the product's own maps.</summary>
    public static MaskedNetwork Build(Fixture fixture, Func<VisionConfiguration, VisionConfiguration>? change = null)
    {
        using var checkpoint = Checkpoint.Of(fixture.LoadAll("weights/"), CheckpointConfig.Parse(fixture.Config.ToJsonString()));
        var found = checkpoint.Identity?.Configuration ?? throw new InvalidDataException("The weights are of no family that is known here.");
        var configuration = (MaskedConfiguration)(change?.Invoke(found) ?? found);
        if ((fixture.Config["norm_eps"] ?? fixture.Config["norm_eps_transformer"]) is { } eps)
            configuration = configuration with { NormEps = (double)eps };
        var network = (MaskedNetwork)NetworkFactory.Create(configuration, seed: 1);
        CheckpointLoader.Load(checkpoint, network, configuration);
        return network;
    }

    /// <summary>One batch forwards and backwards: masks, every intermediate the fixture has, prediction, loss, gradients.</summary>
    /// <returns>What named modules handed out.</returns>
    public static Dictionary<string, Tensor> Reconstruct(Fixture fixture, Comparison comparison, MaskedNetwork network, KeyMap naming, string prediction)
    {
        var images = fixture.Load("input/pixel_values");
        var masks = network.Masks(fixture.Load("noise/noise"));
        var objective = new MaskedPixelObjective(network, new FedUniforms([]));
        MaskedReconstruction result = null!;
        var seen = ViTComparison.Watch(network, () => result = objective.Reconstruct(images, masks));

        comparison.Check("noise/mask", result.Hidden, new Tolerance(0));
        comparison.Check("noise/ids_restore", masks[0].Restore, new Tolerance(0));
        comparison.Check(prediction, result.Prediction);
        comparison.Check("loss/value", result.Loss);
        result.Loss.backward();
        ViTComparison.Gradients(fixture, comparison, network, naming);
        return seen;
    }

    /// <summary>Compares the product's AdamW, decayed by the product's rule, over the fixture's steps.</summary>
    public static void Step(Fixture fixture, Comparison comparison, MaskedNetwork network, JsonObject steps)
    {
        var groups = ParameterGroups.Create(network, (double)steps["weight_decay"]!);
        if (steps["no_weight_decay"] is JsonArray exempt)
            comparison.Require("no_weight_decay", exempt.Select(name => (string)name!).ToHashSet().SetEquals(
                groups.Where(group => group.WeightDecay == 0).SelectMany(group => group.Parameters).Select(pair => pair.Name)), "other parameters are exempt here");
        var betas = steps["betas"]!.AsArray();
        using var optimizer = TrainingOptimizer.AdamW(groups, new AdamWSettings((double)betas[0]!, (double)betas[1]!, (double)steps["eps"]!));
        var count = (int)steps["steps"]!;
        var objective = new MaskedPixelObjective(network, new FedUniforms(Enumerable.Range(0, count).Select(i => fixture.Load($"noise/step{i}_noise"))));
        var images = fixture.Load("input/pixel_values");
        List<double> losses = [];
        for (var step = 0; step < count; step++)
        {
            var loss = objective.Compute(new(images, zeros(images.shape[0], int64), (int)images.shape[0]), training: true).Loss;
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.Step((double)steps["lr"]!);
        }
        comparison.Check("step/losses", tensor(losses.ToArray()));
        foreach (var (name, parameter) in network.named_parameters().Where(pair => fixture.Has("step/after/" + pair.name)))
        {
            if (Regex.IsMatch(name, @"attn\.qkv\.bias$"))
                comparison.LeaveOut("step/after/" + name); // The key's bias has no gradient; Adam makes steps of its rounding noise.
            else
                comparison.Check("step/after/" + name, parameter);
        }
    }
}
