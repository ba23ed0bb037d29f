using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class DropPathTests
{
    [Fact]
    public void DropsWholeSamplesByTheFedNumbersAndScalesTheRest()
    {
        using var scope = NewDisposeScope();
        var uniforms = tensor(new[] { 0.1f, 0.3f, 0.9f });
        var drop = new DropPath(0.25) { Source = new FedUniforms([uniforms]) };
        drop.train();
        var kept = drop.call(ones(3, 2, 2));
        Assert.Equal(new float[] { 0, 4 / 3f, 4 / 3f }, kept.select(2, 0).select(1, 0).contiguous().data<float>().ToArray());
        Assert.Equal(0.1f, uniforms[0].item<float>()); // What was fed is untouched.
    }

    [Fact]
    public void PassesEverythingWhenScoring()
    {
        using var scope = NewDisposeScope();
        var drop = new DropPath(0.9);
        drop.eval();
        Assert.Equal(12, drop.call(ones(3, 4)).sum().item<float>());
    }

    [Fact]
    public void TheSameSeedDropsTheSame()
    {
        using var scope = NewDisposeScope();
        float[] Draw(long seed)
        {
            var drop = new DropPath(0.5) { Source = new SeededUniforms(seed) };
            drop.train();
            return drop.call(ones(64, 1)).reshape(64).data<float>().ToArray();
        }
        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
        Assert.InRange(Draw(7).Count(value => value == 0), 16, 48);
    }

    [Fact]
    public void RatesGrowEvenly()
    {
        Assert.Equal(new[] { 0, 0.1, 0.2 }, DropPath.Rates(0.2, 3));
        Assert.Equal(new[] { 0.0 }, DropPath.Rates(0.2, 1));
    }
}
