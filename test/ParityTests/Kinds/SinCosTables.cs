using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Modules;

namespace ParityTests.Kinds;

/// <summary>MAE's fixed position tables, and the learning rates of its recipes.</summary>
internal sealed class SinCosTables : IFixtureKind
{
    public bool Runs(string family) => family == "mae/pos-embed";

    public void Run(Fixture fixture, Comparison comparison)
    {
        foreach (var name in fixture.Names)
        {
            if (Regex.Match(name, @"^output/table_(?<dim>\d+)_(?<grid>\d+)(?<cls>_cls)?$") is not { Success: true } match)
                continue;
            var side = int.Parse(match.Groups["grid"].Value);
            var prefix = match.Groups["cls"].Success ? 1 : 0;
            comparison.Check(name, PositionEmbedding.SinCos(int.Parse(match.Groups["dim"].Value), new PatchGrid(side, side), prefix));
        }
        foreach (var (name, schedule) in fixture.Sidecar["lr_schedule"]?.AsObject() ?? [])
        {
            var settings = schedule!["args"]!;
            var expected = Numbers(schedule["lr"]!);
            var actual = Numbers(schedule["positions"]!).Select(position => MaeSchedule.Rate(position, settings)).ToArray();
            comparison.Check($"learning-rate/{name}", actual, expected, new Tolerance(1e-15, 1e-9));
        }
    }

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(number => (double)number!)];
}
