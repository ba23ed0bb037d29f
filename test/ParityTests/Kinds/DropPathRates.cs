using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Modules;

namespace ParityTests.Kinds;

/// <summary>The stochastic depth of each block, for several depths.</summary>
internal sealed class DropPathRates : IFixtureKind
{
    public bool Runs(string family) => family == "drop-path rates";

    public void Run(Fixture fixture, Comparison comparison)
    {
        foreach (var (name, values) in fixture.Sidecar["values"]!.AsObject())
        {
            // "swin_t depths=[2, 2, 6, 2] rate=0.2"
            var depth = Regex.Match(name, @"depths=\[(.*?)\]").Groups[1].Value.Split(',').Sum(int.Parse);
            var rate = double.Parse(Regex.Match(name, @"rate=([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
            comparison.Check($"rates/{name}", DropPath.Rates(rate, depth), [.. values!.AsArray().Select(value => (double)value!)], new Tolerance(1e-7));
        }
    }
}
