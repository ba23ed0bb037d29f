using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>A few steps of the official recipe: its groups of parameters, warm-up and cosine, clipped gradients.</summary>
internal static class SwinTraining
{
    public static void Run(Fixture fixture, Comparison comparison)
    {
        using var checkpoint = SwinComparison.Open(fixture, fixture.Config);
        var network = SwinComparison.Build(checkpoint);
        network.train();
        var procedure = (string)fixture.Sidecar["procedure"]!;
        var groups = ParameterGroups.Create(network, Number(procedure, @"wd ([0-9.]+)"));
        var exempt = groups.Where(group => group.WeightDecay == 0).SelectMany(group => group.Parameters).Select(pair => pair.Name).ToHashSet();
        comparison.Require("no weight decay", exempt.SetEquals(fixture.Sidecar["no_decay"]!.AsArray().Select(name => (string)name!)), string.Join(", ", exempt));

        var rates = Rates(procedure, (int)fixture.Shape("output/losses")[0]);
        comparison.Check("output/learning_rates", tensor(rates));
        var (images, labels) = (fixture.Load("input/pixels"), fixture.Load("input/labels"));
        var parameters = network.parameters().ToList();
        using var optimizer = TrainingOptimizer.AdamW(groups, new AdamWSettings(0.9, 0.999, 1e-8));
        List<double> losses = [], norms = [];
        foreach (var rate in rates)
        {
            var loss = F.cross_entropy(network.call(images), labels);
            losses.Add(loss.item<float>());
            loss.backward();
            norms.Add(nn.utils.clip_grad_norm_(parameters, Number(procedure, @"clip_grad_norm_ ([0-9.]+)")));
            optimizer.Step(rate);
        }
        comparison.Check("output/losses", tensor(losses.ToArray()));
        comparison.Check("output/grad_norms", tensor(norms.ToArray()));
        foreach (var (name, parameter) in network.named_parameters().Where(pair => fixture.Has("final/" + pair.name)))
            comparison.Check("final/" + name, parameter);
    }

    /// <summary>The rate of a step is the schedule's at the step before: it moves on after the optimizer.</summary>
    private static double[] Rates(string procedure, int steps)
    {
        var (peak, start, minimum) = (Number(procedure, @"lr ([0-9.e-]+) betas"), Number(procedure, @"warmup from ([0-9.e-]+)"), Number(procedure, @"cosine over [0-9]+ to ([0-9.e-]+[0-9])"));
        var (warmup, cosine) = ((int)Number(procedure, @"over ([0-9]+) steps"), (int)Number(procedure, @"cosine over ([0-9]+)"));
        return [.. Enumerable.Range(0, steps).Select(step => At(Math.Max(0, step - 1)))];

        double At(int step) => step < warmup
            ? start + (peak - start) * step / warmup
            : minimum + (peak - minimum) * (1 + Math.Cos(Math.PI * (step - warmup) / cosine)) / 2;
    }

    private static double Number(string text, string pattern) => Regex.Match(text, pattern) is { Success: true } match
        ? double.Parse(match.Groups[1].Value.TrimEnd('.'), CultureInfo.InvariantCulture)
        : throw new FormatException($"'{text}' does not say {pattern}.");
}
