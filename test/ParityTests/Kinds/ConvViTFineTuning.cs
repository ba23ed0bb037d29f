using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>ConvMAE's classifier in all its poolings, the authors' and EasyCV's: logits, loss, gradients, and steps with layer decay.</summary>
internal sealed class ConvViTFineTuning : IFixtureKind
{
    public bool Runs(string family) => family is "convmae/finetune" or "fastconvmae/finetune-easycv";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var network = Build(fixture);
        var configuration = network.Configuration;
        comparison.Require("eps", configuration.Encoder.ConvNormEps == (double)fixture.Config["norm_eps_conv"]!
            && configuration.NormEps == (double)fixture.Config["norm_eps_transformer"]!, "other epsilons here");
        Tensor logits = null!;
        var seen = ViTComparison.Watch(network, () => logits = network.call(fixture.Load("input/pixel_values")));
        foreach (var (name, output) in seen.Where(pair => fixture.Has("intermediate/" + pair.Key)))
            comparison.Check("intermediate/" + name, output);
        comparison.Check("output/logits", logits);
        if (!fixture.Has("loss/value"))
            return;
        var loss = Loss(fixture, logits);
        comparison.Check("loss/value", loss);
        loss.backward();
        ViTComparison.Gradients(fixture, comparison, network,
            fixture.Family == "convmae/finetune" ? ConvMaeKeyMaps.Official : ConvMaeKeyMaps.EasyCvClassifier);
        if (fixture.Sidecar["step"] is JsonObject steps)
            Step(fixture, comparison, Build(fixture), steps);
    }

    private static ConvViT Build(Fixture fixture)
    {
        using var checkpoint = Checkpoint.Of(fixture.LoadAll("weights/"), CheckpointConfig.Parse(fixture.Config.ToJsonString()));
        var configuration = (ConvViTConfiguration)(checkpoint.Identity ?? throw new InvalidDataException("The weights are of no ConvViT.")).Configuration;
        var network = (ConvViT)NetworkFactory.Create(configuration, seed: 1);
        var report = CheckpointLoader.Load(checkpoint, network);
        if (report.Fresh.Count + report.Unused.Count + report.Resized.Count > 0)
            throw new InvalidDataException(report.Summary);
        network.eval();
        return network;
    }

    private static void Step(Fixture fixture, Comparison comparison, VisionNetwork network, JsonObject steps)
    {
        var groups = LayerDecay.Groups(fixture, comparison, network);
        var rate = Rate((string)steps["lr"]!);
        using var optimizer = TrainingOptimizer.AdamW(groups, new AdamWSettings(0.9, 0.999, 1e-8));
        List<double> losses = [];
        for (var step = 0; step < (int)steps["steps"]!; step++)
        {
            var loss = Loss(fixture, network.call(fixture.Load("input/pixel_values")));
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.Step(rate);
        }
        comparison.Check("step/losses", tensor(losses.ToArray()));
        comparison.Check("step/group_lrs", tensor(groups.Select(group => rate * group.LearningRateScale).ToArray()));
        LayerDecay.After(fixture, comparison, network);
    }

    private static Tensor Loss(Fixture fixture, Tensor logits) => fixture.Has("target/soft_labels")
        ? SoftTargetCrossEntropy.Loss(logits, fixture.Load("target/soft_labels"))
        : F.cross_entropy(logits, fixture.Load("input/labels"));

    /// <summary>"adjust_learning_rate once at epoch 3.0: lr 1e-3, min 1e-6, warmup 2, epochs 10"</summary>
    private static double Rate(string text)
    {
        const string number = @"([0-9.]+(?:e[+-]?[0-9]+)?)";
        var match = Regex.Match(text, $@"once at epoch {number}: lr {number}, min {number}, warmup {number}, epochs {number}");
        if (!match.Success)
            throw new FormatException($"The schedule '{text}' is not understood.");
        var values = match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        return MaeSchedule.Rate(values[0], values[1], values[2], values[3], values[4]);
    }
}
