using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Optimizers;

[Collection("Kernels")]
public class TensorOptimizerTests
{
    private const double Rate = 0.02, Decay = 0.05;

    public static TheoryData<string> Names => ["AdamW", "Adam", "SGD"];

    [Theory]
    [MemberData(nameof(Names))]
    public void EqualsTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Weights(), Weights());
        IReadOnlyList<ParameterGroup> groups = [new([("a", ours)], Decay)];
        using ITrainingOptimizer optimizer = name switch
        {
            "AdamW" => new VisionTransformers.Training.Optimizers.Adam(groups, new AdamWSettings(0.9, 0.95), decoupled: true),
            "Adam" => new VisionTransformers.Training.Optimizers.Adam(groups, new AdamWSettings(0.9, 0.95), decoupled: false),
            _ => new Sgd(groups, 0.9),
        };
        using optim.Optimizer reference = name switch
        {
            "AdamW" => optim.AdamW([theirs], Rate, 0.9, 0.95, weight_decay: Decay),
            "Adam" => optim.Adam([theirs], Rate, 0.9, 0.95, weight_decay: Decay),
            _ => optim.SGD([theirs], Rate, 0.9, weight_decay: Decay),
        };
        for (int step = 0; step < 5; step++)
        {
            var gradient = randn(6, 4);
            ours.grad = gradient.clone();
            theirs.grad = gradient.clone();
            optimizer.Step(Rate);
            reference.step();
        }
        Assert.Equal(5, optimizer.StepCount);
        Assert.True((ours - theirs).abs().max().item<float>() < 1e-6f);
    }

    [Fact]
    public void LambMovesEachTensorByItsOwnLength()
    {
        using var scope = NewDisposeScope();
        var weights = Weights();
        var before = weights.detach().clone();
        using var lamb = new Lamb([new([("a", weights)], Decay)], new AdamWSettings());
        weights.grad = randn(6, 4);
        lamb.Step(0.1);
        Assert.Equal(0.1 * before.norm().item<float>(), (weights - before).norm().item<float>(), 1e-4);
    }

    [Fact]
    public void ItsStateIsEnoughToGoOn()
    {
        using var scope = NewDisposeScope();
        var gradients = Enumerable.Range(0, 6).Select(_ => randn(6, 4)).ToArray();
        var (whole, broken) = (Weights(), Weights());
        using var undisturbed = new Lamb([new([("a", whole)], Decay)], new AdamWSettings());
        using var before = new Lamb([new([("a", broken)], Decay)], new AdamWSettings());
        using var after = new Lamb([new([("a", broken)], Decay)], new AdamWSettings());
        for (int step = 0; step < gradients.Length; step++)
        {
            whole.grad = gradients[step].clone();
            undisturbed.Step(Rate);
            if (step == 3)
            {
                after.StepCount = before.StepCount;
                foreach (var (name, tensor) in after.State)
                    tensor.copy_(before.State[name]);
            }
            broken.grad = gradients[step].clone();
            (step < 3 ? before : after).Step(Rate);
        }
        Assert.True(whole.equal(broken).all().item<bool>());
    }

    private static Parameter Weights()
    {
        manual_seed(1);
        return new Parameter(randn(6, 4));
    }
}
