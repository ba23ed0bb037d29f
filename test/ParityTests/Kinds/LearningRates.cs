using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Training;

namespace ParityTests.Kinds;

/// <summary>Learning rates step by step, of Swin, FlagAI and open_clip.</summary>
internal sealed class LearningRates : IFixtureKind
{
    public bool Runs(string family) => family == "learning-rate schedules";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var setup = "";
        foreach (var (name, curve) in fixture.Sidecar)
        {
            if (curve?["lr"] is not { } rates)
                continue;
            var said = (string)curve["setup"]!;
            // "as above" leaves out what the curve before has said; what it says itself comes first.
            setup = said.StartsWith("as above", StringComparison.Ordinal) ? $"{said}; {setup}" : said;
            double[] expected = [.. rates.AsArray().Select(rate => (double)rate!)];
            comparison.Check($"rates/{name}", Recorded(name, ScheduleOf(name, setup), expected.Length), expected, new Tolerance(1e-15, 1e-9));
        }
    }

    private static LearningRateSchedule ScheduleOf(string name, string setup)
    {
        if (name.StartsWith("swin", StringComparison.Ordinal))
        {
            var perEpoch = Steps(setup, @"epochs x (\d+) iters");
            var (peak, start) = (Number(setup, "base"), Number(setup, "warmup_lr"));
            var (total, warmup) = (perEpoch * Steps(setup, @"(\d+) epochs x"), perEpoch * Steps(setup, @"warmup (\d+) epochs"));
            return name.Split('_')[1] switch
            {
                "linear" => KnownSchedules.SwinLinear(peak, start, warmup, total, Number(setup, "min rate")),
                "cosine" => KnownSchedules.Swin(peak, Number(setup, "min"), start, warmup, total, !name.EndsWith("prefix_false", StringComparison.Ordinal)),
                _ => throw Unknown(name),
            };
        }
        if (name.StartsWith("flagai", StringComparison.Ordinal))
        {
            return KnownSchedules.FlagAI(Number(setup, "start_lr"), Steps(setup, @"warmup_iter (\d+)"), Steps(setup, @"num_iters (\d+)"),
                name.EndsWith("linear", StringComparison.Ordinal) ? ScheduleFall.Polynomial : ScheduleFall.Cosine, Number(setup, "decay_ratio"));
        }
        var (rate, rise, steps) = (Number(setup, "base"), Steps(setup, @"warmup (\d+)"), Steps(setup, @"steps (\d+)"));
        return name switch
        {
            "open_clip_cosine" => KnownSchedules.OpenClip(rate, rise, steps),
            "open_clip_const" => KnownSchedules.OpenClipConstant(rate, rise, steps, cooldown: 0),
            "open_clip_const_cooldown" => KnownSchedules.OpenClipConstant(rate, rise, steps, Steps(setup, @"cooldown (\d+)"), Number(setup, "power"), Number(setup, "end")),
            _ => throw Unknown(name),
        };
    }

    /// <summary>Swin's scheduler sets a rate when it is made and again before the first step; the others are recorded once a step.</summary>
    private static double[] Recorded(string name, LearningRateSchedule schedule, int count)
    {
        var skipped = name.StartsWith("swin", StringComparison.Ordinal) ? 1 : 0;
        return [.. Enumerable.Range(0, count).Select(index => schedule.At(Math.Max(0, index - skipped)))];
    }

    private static double Number(string setup, string name)
        => double.Parse(Found(setup, $@"\b{name} (\d[0-9.]*(?:e[+-]?\d+)?)"), CultureInfo.InvariantCulture);

    private static long Steps(string setup, string pattern) => long.Parse(Found(setup, pattern), CultureInfo.InvariantCulture);

    private static FormatException Unknown(string name) => new($"The schedule '{name}' is not known.");

    private static string Found(string setup, string pattern) => Regex.Match(setup, pattern) is { Success: true } match
        ? match.Groups[1].Value : throw new FormatException($"The setup '{setup}' says nothing of {pattern}.");
}
