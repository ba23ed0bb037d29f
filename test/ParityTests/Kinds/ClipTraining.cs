using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>A few steps of open_clip's training: scheduled AdamW, clipped gradients, and a bounded logit scale.</summary>
internal static class ClipTraining
{
    public static void Run(Fixture fixture, Comparison comparison)
    {
        var (network, _) = ClipComparison.Build(fixture);
        network.train();
        network.DecaysPositions = true; // as open_clip did when this was recorded
        var objective = new ContrastiveObjective(network);
        var recipe = Recipe((string)fixture.Sidecar["procedure"]!);
        var steps = (int)fixture.Shape("output/losses")[0];
        var schedule = KnownSchedules.OpenClip(recipe.Rate, recipe.Warmup, steps);
        using var optimizer = TrainingOptimizer.AdamW(
            ParameterGroups.Create(network, recipe.WeightDecay), new AdamWSettings(recipe.Beta1, recipe.Beta2, recipe.Epsilon));
        var pixels = fixture.Load("input/pixels");
        var count = (int)pixels.shape[0];
        var batch = new Batch(pixels, arange(count, dtype: ScalarType.Int64), count) { Texts = fixture.Load("input/input_ids") };
        List<double> losses = [], norms = [], scales = [], rates = [];
        for (var step = 0; step < steps; step++)
        {
            rates.Add(schedule.At(step));
            var result = objective.Compute(batch, training: true);
            losses.Add(result.Loss.item<float>());
            result.Backward();
            norms.Add(nn.utils.clip_grad_norm_(network.parameters(), recipe.Clip));
            optimizer.Step(rates[^1]);
            network.AfterStep();
            scales.Add(network.LogitScale.item<float>());
        }
        // At this scale of logits rounding grows from step to step: what was recorded in 32 bits is off by 5e-5 of the losses that 64 bits give and by
        // 7e-5 of their norms of several hundred; ours is by half as much, to the other side.
        comparison.Check("output/losses", tensor(losses.ToArray()), Allowing("output/losses", 5e-5));
        comparison.Check("output/grad_norms", tensor(norms.ToArray()), Allowing("output/grad_norms", 1.5e-4));
        comparison.Check("output/logit_scale_after_step", tensor(scales.ToArray()));
        comparison.Check("output/learning_rates", tensor(rates.ToArray()));
        var state = network.state_dict();
        foreach (var name in fixture.Names.Where(name => name.StartsWith("final/", StringComparison.Ordinal)))
            comparison.Check(name, state[name["final/".Length..]]);

        Tolerance Allowing(string name, double relative) => Tolerance.For(fixture, name, Aspect.Forward) with { Relative = relative };
    }

    /// <summary>"... lr = warmup 2 steps (5e-3*(s+1)/2) ... clip_grad_norm 1.0 ...; AdamW betas 0.9,0.98 eps 1e-6 wd 0.2 ..."</summary>
    private static (double Rate, int Warmup, double Clip, double Beta1, double Beta2, double Epsilon, double WeightDecay) Recipe(string procedure)
    {
        const string number = @"([0-9.]+(?:e[+-]?[0-9]+)?)";
        var match = Regex.Match(procedure, $@"warmup {number} steps \({number}\*.*clip_grad_norm {number} .*betas {number},{number} eps {number} wd {number}");
        if (!match.Success)
            throw new FormatException($"The procedure '{procedure}' is not understood.");
        var values = match.Groups.Values.Skip(1).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        return (values[1], (int)values[0], values[2], values[3], values[4], values[5], values[6]);
    }
}
