using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class StagedOptimizerTests
{
    private sealed class Options : TrainingOptions;

    [Fact]
    public void AThawedParameterTakesItsFirstStepAsThoughTrainingBeganThere()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork(4, 3);
        using var step = new GradientStep(network, new Options { TrainOnly = TrainedPart.Head, WeightDecay = 0 });
        var token = network.get_parameter("cls_token");
        for (int i = 0; i < 3; i++)
            Step(0.1);
        Assert.Equal(0, token.abs().max().item<float>());
        Assert.DoesNotContain("cls_token/mean", step.Optimizer.State.Keys);

        step.Thaw(step.Optimizer.StepCount);
        Assert.Equal(3, step.ThawedAt);
        Step(0.1);
        // Adam's first step has the length of the learning rate, whatever the gradient.
        Assert.All(token.data<float>().ToArray(), value => Assert.Equal(0.1f, Math.Abs(value), 1e-5f));
        Assert.Equal(4, step.Optimizer.StepCount);
        Assert.Equal(6, step.Optimizer.State.Count);

        void Step(double rate)
        {
            using var generator = new Generator(4);
            step.Add(new(nn.functional.cross_entropy(network.call(randn([6, 4], generator: generator)), zeros(6, dtype: ScalarType.Int64))), 6);
            step.Apply(rate);
        }
    }
}
