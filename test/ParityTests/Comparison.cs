using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests;

/// <summary>
/// Holds what we computed against a fixture's tensors, and remembers which of them were never compared: those count as failures, so
/// that nothing in a fixture is passed over in silence.
/// </summary>
internal sealed class Comparison(Fixture fixture)
{
    private static readonly string[] s_expected = ["output/", "intermediate/", "loss/", "grad/", "step/", "fresh/"];
    private readonly HashSet<string> _seen = [];
    private readonly List<Finding> _findings = [];

    /// <summary>Compares with the fixture's tensor of that name, by the tolerance that its prefix has.</summary>
    public void Check(string name, Tensor actual) => Check(name, actual, null);

    public void Check(string name, Tensor actual, Tolerance? tolerance)
    {
        _seen.Add(name);
        using var scope = NewDisposeScope();
        Check(name, Numbers(actual), Numbers(fixture.Load(name)), tolerance);
    }

    /// <summary>Compares with the fixture's only number of that name.</summary>
    public void Check(string name, double actual)
    {
        _seen.Add(name);
        using var scope = NewDisposeScope();
        Check(name, [actual], Numbers(fixture.Load(name)), null);
    }

    /// <summary>Compares values that aren't tensors of the fixture.</summary>
    public void Check(string name, double[] actual, double[] expected, Tolerance? tolerance)
    {
        var aspect = AspectOf(name);
        if (actual.Length != expected.Length)
        {
            _findings.Add(new(name, aspect, double.PositiveInfinity, 0, $"{actual.Length} numbers instead of {expected.Length}"));
            return;
        }
        var rule = tolerance ?? Tolerance.For(fixture, name, aspect);
        var maximum = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        var (worst, deviation, allowed) = (-1.0, 0.0, rule.At(0, maximum));
        for (var i = 0; i < actual.Length; i++)
        {
            var (off, limit) = (Math.Abs(actual[i] - expected[i]), rule.At(expected[i], maximum));
            // NaN compares false with everything: it has to fail.
            var share = double.IsNaN(off) ? double.PositiveInfinity : limit == 0 ? (off == 0 ? 0 : double.PositiveInfinity) : off / limit;
            if (share > worst)
                (worst, deviation, allowed) = (share, double.IsNaN(off) ? double.PositiveInfinity : off, limit);
        }
        _findings.Add(new(name, aspect, deviation, allowed, null));
    }

    /// <summary>Something that is either so or not.</summary>
    public void Require(string name, bool holds, string otherwise)
        => _findings.Add(new(name, Aspect.Values, holds ? 0 : double.PositiveInfinity, 0, holds ? null : otherwise));

    /// <summary>Leaves a tensor out, for a reason that stands beside the call.</summary>
    public void LeaveOut(string name) => _seen.Add(name);

    public IReadOnlyList<Finding> Finish()
    {
        foreach (var name in fixture.Names.Where(name => s_expected.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && !_seen.Contains(name)))
            _findings.Add(new(name, AspectOf(name), double.PositiveInfinity, 0, "was not compared"));
        return _findings;
    }

    public static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.numel() == 0 ? [] : tensor.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    private static Aspect AspectOf(string name) => name.Split('/')[0] switch
    {
        "output" => Aspect.Forward,
        "intermediate" => Aspect.Intermediates,
        "loss" => Aspect.Loss,
        "grad" => Aspect.Gradients,
        "step" => Aspect.Steps,
        _ => Aspect.Values,
    };
}
