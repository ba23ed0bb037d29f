using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ParityTests;

/// <summary>How far a value may be from the reference's: <c>Absolute + Relative * |reference| + OfMaximum * max |reference|</c>.</summary>
internal readonly record struct Tolerance(double Absolute, double Relative = 0, double OfMaximum = 0)
{
    /// <summary>
    /// What the sidecar gives for one tensor or its aspect; the general rule of the fixtures where it gives nothing. Some sidecars list tensors
    /// under <c>atol</c>, by name or as <c>output/*</c>.
    /// </summary>
    public static Tolerance For(Fixture fixture, string tensor, Aspect aspect)
    {
        if (fixture.Sidecar["atol"] is JsonObject absolute && (absolute[tensor] ?? absolute[$"{tensor.Split('/')[0]}/*"]) is JsonValue allowed)
            return new((double)allowed);
        return For(fixture, aspect);
    }

    /// <summary>What the sidecar gives for one aspect.</summary>
    public static Tolerance For(Fixture fixture, Aspect aspect)
    {
        var name = aspect switch
        {
            Aspect.Loss => "loss",
            Aspect.Gradients => "grad",
            Aspect.Steps => "step",
            _ => "forward",
        };
        if (fixture.Sidecar["tolerances"]?[name] is not JsonObject given)
            return aspect == Aspect.Gradients ? new(1e-6, 0, 1e-4) : aspect == Aspect.Loss ? new(1e-5, 1e-5) : new(2e-5, 1e-4);
        if ((string?)given["rule"] is { } rule)
        {
            // |a-b| <= 1e-4*max|b| + 1e-6 per tensor
            var match = Regex.Match(rule, @"<=\s*(?<share>[0-9.e+-]+)\*max\|b\|\s*\+\s*(?<floor>[0-9.e+-]+)");
            if (!match.Success)
                throw new FormatException($"The tolerance rule '{rule}' is not understood.");
            return new(Number(match.Groups["floor"]), 0, Number(match.Groups["share"]));
        }
        return new((double)given["atol"]!, (double?)given["rtol"] ?? 0);
    }

    public double At(double reference, double maximum) => Absolute + Relative * Math.Abs(reference) + OfMaximum * maximum;

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
}
