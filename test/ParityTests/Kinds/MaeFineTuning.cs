using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>
/// MAE's fine-tuning: mixed images and soft labels, stochastic depth from fed uniforms, learning rates that shrink towards the input,
/// and a few scheduled AdamW steps.
/// </summary>
internal sealed class MaeFineTuning : IFixtureKind
{
    public bool Runs(string family) => family == "mae/finetune";

    public void Run(Fixture fixture, Comparison comparison)
    {
        Evaluate(fixture, comparison, ViTComparison.Build(fixture));
        Train(fixture, comparison, ViTComparison.Build(fixture));
        if (fixture.Sidecar["step"] is JsonObject steps)
            Step(fixture, comparison, ViTComparison.Build(fixture), steps);
    }

    private static void Evaluate(Fixture fixture, Comparison comparison, VisionTransformerNetwork network)
    {
        var labels = fixture.Load("input/labels");
        var logits = network.call(fixture.Load("input/pixel_values"));
        comparison.Check("output/eval_logits", logits);
        comparison.Check("loss/eval_cross_entropy", F.cross_entropy(logits, labels));
        comparison.Check("loss/eval_label_smoothing", F.cross_entropy(logits, labels, label_smoothing: 0.1));
    }

    private static void Train(Fixture fixture, Comparison comparison, VisionTransformerNetwork network)
    {
        network.train();
        network.DropPathSource = new FedUniforms(fixture.Names
            .Where(name => name.StartsWith("noise/drop_path_uniform_", StringComparison.Ordinal))
            .OrderBy(name => int.Parse(name.Split('_')[^1], CultureInfo.InvariantCulture)).Select(fixture.Load));
        Tensor logits = null!;
        var seen = ViTComparison.Watch(network, () => logits = network.call(TrainingImages(fixture)));
        foreach (var (name, output) in seen.Where(pair => fixture.Has("intermediate/" + pair.Key)))
            comparison.Check("intermediate/" + name, output);
        var loss = TrainingLoss(fixture, logits);
        comparison.Check("output/train_logits", logits);
        comparison.Check("loss/train", loss);
        loss.backward();
        ViTComparison.Gradients(fixture, comparison, network, ViTKeyMaps.Timm);
    }

    private static void Step(Fixture fixture, Comparison comparison, VisionTransformerNetwork network, JsonObject steps)
    {
        var groups = LayerDecay.Groups(fixture, comparison, network);
        var (position, stride, rate, minimum, warmup, epochs) = Schedule((string)steps["schedule"]!);
        using var optimizer = TrainingOptimizer.AdamW(groups, new AdamWSettings(0.9, 0.999, 1e-8));
        List<double> losses = [], rates = [];
        for (var step = 0; step < (int)steps["steps"]!; step++)
        {
            var now = MaeSchedule.Rate(position + stride * step, rate, minimum, warmup, epochs);
            rates.AddRange(groups.Select(group => now * group.LearningRateScale));
            var loss = TrainingLoss(fixture, network.call(TrainingImages(fixture)));
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.Step(now);
        }
        comparison.Check("step/losses", tensor(losses.ToArray()));
        comparison.Check("step/group_lrs", tensor(rates.ToArray()));
        LayerDecay.After(fixture, comparison, network);
    }

    private static Tensor TrainingImages(Fixture fixture)
        => fixture.Load(fixture.Has("input/mixed_pixel_values") ? "input/mixed_pixel_values" : "input/pixel_values");

    private static Tensor TrainingLoss(Fixture fixture, Tensor logits)
        => fixture.Has("target/soft_labels")
            ? SoftTargetCrossEntropy.Loss(logits, fixture.Load("target/soft_labels"))
            : F.cross_entropy(logits, fixture.Load("input/labels"), label_smoothing: Smoothing((string)fixture.Sidecar["loss"]!));

    /// <summary>"train: LabelSmoothingCrossEntropy(0.1) = ..."</summary>
    private static double Smoothing(string loss)
        => Regex.Match(loss, @"LabelSmoothingCrossEntropy\(([0-9.]+)\)") is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>"... at epoch position 1.0 + 0.75*i, lr 2e-3, min_lr 1e-6, warmup 2, total 6 epochs ..."</summary>
    private static (double Position, double Stride, double Rate, double Minimum, double Warmup, double Epochs) Schedule(string text)
    {
        const string number = @"([0-9.]+(?:e[+-]?[0-9]+)?)";
        var match = Regex.Match(text, $@"position {number} \+ {number}\*i, lr {number}, min_lr {number}, warmup {number}, total {number} epochs");
        if (!match.Success)
            throw new FormatException($"The schedule '{text}' is not understood.");
        var values = match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        return (values[0], values[1], values[2], values[3], values[4], values[5]);
    }
}
