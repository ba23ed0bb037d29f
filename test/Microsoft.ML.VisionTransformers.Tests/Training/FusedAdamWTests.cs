using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Optimizers;
using TorchSharp;
using Adam = Microsoft.ML.VisionTransformers.Training.Optimizers.Adam;
using Parameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class FusedAdamWTests
{
    [Fact]
    public void EqualsTheOneInTorchsOperations()
    {
        using var scope = torch.NewDisposeScope();
        var settings = new AdamWSettings(0.9, 0.95, 1e-8);
        var (ours, theirs) = (Groups(), Groups());
        using var fused = new FusedAdamW(ours, settings);
        using var reference = new Adam(theirs, settings, decoupled: true);
        Assert.True(FusedAdamW.CanUpdate(ours));
        for (int step = 1; step <= 5; step++)
        {
            for (int g = 0; g < ours.Count; g++)
            {
                for (int p = 0; p < ours[g].Parameters.Count; p++)
                {
                    var gradient = torch.randn(ours[g].Parameters[p].Parameter.shape);
                    ours[g].Parameters[p].Parameter.grad = gradient.clone();
                    theirs[g].Parameters[p].Parameter.grad = gradient.clone();
                }
            }
            fused.Step(1e-2 * step);
            reference.Step(1e-2 * step);
        }
        foreach (var (a, b) in ours.SelectMany(g => g.Parameters).Zip(theirs.SelectMany(g => g.Parameters)))
        {
            float[] expected = b.Parameter.data<float>().ToArray(), actual = a.Parameter.data<float>().ToArray();
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void LeavesParametersWithoutGradientAlone()
    {
        using var scope = torch.NewDisposeScope();
        var groups = Groups();
        using var fused = new FusedAdamW(groups, new AdamWSettings());
        float[] before = groups[0].Parameters[0].Parameter.data<float>().ToArray();
        fused.Step(0.1);
        Assert.Equal(before, groups[0].Parameters[0].Parameter.data<float>().ToArray());
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void DoesTheSameWhateverTypeTensorsHaveByDefault(ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var (expected, actual) = (Groups(), Groups());
        Step(expected);
        var before = torch.get_default_dtype();
        torch.set_default_dtype(type);
        try
        {
            Step(actual);
        }
        finally
        {
            torch.set_default_dtype(before);
        }
        foreach (var (a, b) in actual.SelectMany(g => g.Parameters).Zip(expected.SelectMany(g => g.Parameters)))
            Assert.Equal(b.Parameter.data<float>().ToArray(), a.Parameter.data<float>().ToArray());
    }

    /// <summary>A step with the parameters themselves as their gradients.</summary>
    private static void Step(IReadOnlyList<ParameterGroup> groups)
    {
        foreach (var (_, parameter) in groups.SelectMany(g => g.Parameters))
            parameter.grad = parameter.detach().clone();
        using var fused = new FusedAdamW(groups, new AdamWSettings());
        Assert.All(fused.State.Values, moment => Assert.Equal(ScalarType.Float32, moment.dtype));
        fused.Step(0.1);
    }

    private static IReadOnlyList<ParameterGroup> Groups()
    {
        torch.manual_seed(1);
        return
        [
            new ParameterGroup([("a", new Parameter(torch.randn(7, 5))), ("b", new Parameter(torch.randn(33)))], 0.05),
            new ParameterGroup([("c", new Parameter(torch.randn(3, 2, 2)))], 0, LearningRateScale: 0.5),
        ];
    }
}
