using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class ProbeHeadTests
{
    private static readonly ViTConfiguration s_probe = new()
    {
        ImageHeight = 8, ImageWidth = 8, PatchSize = 4, Dim = 8, Depth = 1, Heads = 2, NumClasses = 3, ProbeNorm = true,
    };

    [Fact]
    public void KeysAreThoseOfASequence()
    {
        using var network = new VisionTransformerNetwork(s_probe, 1);
        Assert.Equal(
            ["head.0.num_batches_tracked", "head.0.running_mean", "head.0.running_var", "head.1.bias", "head.1.weight"],
            network.state_dict().Keys.Where(key => key.StartsWith("head.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(s_probe.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void TrainingNormalisesByTheBatchAndRemembersIt()
    {
        using var scope = NewDisposeScope();
        using var head = new ProbeHead(2, 1);
        using (no_grad())
        {
            head.Classifier.weight.copy_(tensor(new float[] { 1, 0 }).reshape(1, 2));
            head.Classifier.bias.zero_();
        }
        var features = tensor(new float[] { 10, 0, 14, 0 }).reshape(2, 2); // mean 12, variance 4, unbiased 8
        Assert.Equal([-1f, 1f], head.call(features).data<float>().ToArray().Select(value => MathF.Round(value, 4)));
        Assert.Equal(1.2f, head.state_dict()["0.running_mean"][0].item<float>(), 1e-5);
        Assert.Equal(0.9f + 0.8f, head.state_dict()["0.running_var"][0].item<float>(), 1e-5);

        head.eval();
        Assert.Equal((10 - 1.2) / Math.Sqrt(1.7), head.call(features)[0, 0].item<float>(), 1e-4);
    }

    [Fact]
    public void OneImageIsNormalisedByWhatIsRemembered()
    {
        using var scope = NewDisposeScope();
        using var head = new ProbeHead(2, 1);
        head.state_dict()["0.running_mean"].fill_(3);
        var features = tensor(new float[] { 10, 0 }).reshape(1, 2);
        var trained = head.call(features);
        Assert.All(head.state_dict().Values, value => Assert.True(float.IsFinite(value.to(ScalarType.Float32).sum().item<float>())));
        Assert.Equal([3f, 3f], head.state_dict()["0.running_mean"].data<float>().ToArray());
        Assert.True(head.training);
        head.eval();
        Assert.Equal(head.call(features).item<float>(), trained.item<float>());
    }

    [Fact]
    public void OnlyTheClassifierIsTrained()
    {
        using var network = new VisionTransformerNetwork(s_probe, 1);
        network.TrainHeadOnly();
        Assert.Equal(["head.1.weight", "head.1.bias"], network.named_parameters().Where(pair => pair.parameter.requires_grad).Select(pair => pair.name));
    }

    [Fact]
    public void AnotherNumberOfClassesKeepsTheStatistics()
    {
        using var scope = NewDisposeScope();
        using var network = new VisionTransformerNetwork(s_probe, 1);
        network.state_dict()["head.0.running_mean"].fill_(3);
        network.ResetHead(5, 2);
        Assert.Equal([5, 8], network.state_dict()["head.1.weight"].shape);
        Assert.Equal(0.01, network.state_dict()["head.1.weight"].std().item<float>(), 0.004);
        Assert.Equal(3, network.state_dict()["head.0.running_mean"][0].item<float>());
    }
}
