using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class WeightAverageTests
{
    [Fact]
    public void FollowsTheWeightsFasterAtFirst()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork(2, 2);
        using var average = new WeightAverage(network, 0.9);
        double expected = 0;
        for (int step = 1; step <= 200; step++)
        {
            Fill(network, step);
            average.Update(step);
            double decay = Math.Min(0.9, (1.0 + step) / (10 + step));
            expected = expected * decay + step * (1 - decay);
        }
        Assert.Equal(expected, average.Weights["head.weight"][0, 0].item<float>(), 1e-3);

        average.Swap();
        Assert.Equal(expected, network.state_dict()["head.weight"][0, 0].item<float>(), 1e-3);
        average.Swap();
        Assert.Equal(200f, network.state_dict()["head.weight"][0, 0].item<float>());
    }

    private static void Fill(TinyNetwork network, double value)
    {
        using var guard = no_grad();
        foreach (var parameter in network.parameters())
            parameter.fill_(value);
    }
}
