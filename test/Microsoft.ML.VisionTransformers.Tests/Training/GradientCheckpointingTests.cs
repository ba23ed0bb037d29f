using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Modules;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class GradientCheckpointingTests
{
    private sealed class Options : TrainingOptions;

    public static TheoryData<string, string> Trainings => new()
    {
        { "ViT", "plain" }, { "ViT", "frozen" }, { "ViT", "thawed" }, { "ViT", "averaged" }, { "ViT", "accumulated" }, { "ViT", "head" },
        { "SwinV2", "frozen" }, { "ConvViT", "accumulated" }, { "MAE", "averaged" }, { "CLIP", "plain" },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void WeightsAreTheSameToTheBit(string family, string kind)
    {
        var (plain, average) = Train(family, kind, recompute: false);
        var (recomputed, averageOfRecomputed) = Train(family, kind, recompute: true);
        Assert.Equal(plain, recomputed);
        Assert.Equal(average, averageOfRecomputed);
        Assert.Equal(kind == "averaged", average.Count > 0);
    }

    [Fact]
    public void BlocksAreAsBeforeWhenTheTrainingEnds()
    {
        using var family = TinyFamily.Create("Swin");
        var blocks = family.Network.modules().OfType<IRecomputed>().ToList();
        using (new GradientStep(family.Network, new Options { GradientCheckpointing = true }))
            Assert.All(blocks, block => Assert.True(block.Recomputes));
        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => Assert.False(block.Recomputes));
    }

    [Fact]
    public void ANetworkWithoutBlocksIsRefused()
    {
        using var network = new TinyNetwork(4, 2);
        var error = Assert.Throws<ArgumentException>(() => new GradientStep(network, new Options { GradientCheckpointing = true }));
        Assert.Contains("TinyNetwork has no blocks", error.Message);
    }

    private static (Dictionary<string, float[]> Weights, Dictionary<string, float[]> Average) Train(string name, string kind, bool recompute)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name);
        var options = new Options { GradientCheckpointing = recompute, WeightDecay = 0.01 };
        if (kind is "frozen" or "thawed")
            options.FrozenBlocks = 2;
        if (kind == "head")
            options.TrainOnly = TrainedPart.Head;
        if (kind == "averaged")
            options.EmaDecay = 0.9;
        if (kind == "accumulated")
            options.GradientAccumulation = 2;
        using var step = new GradientStep(family.Network, options);
        for (var i = 0; i < 4; i++)
        {
            if (kind == "thawed" && i == 2)
                step.Thaw(2);
            step.Frozen.Train();
            using var inner = NewDisposeScope();
            step.Add(new ObjectiveResult(family.Loss(i)), 4);
            if (step.IsDue)
                step.Apply(0.01);
        }
        return (Values(family.Network.state_dict()), Values(step.Average?.Weights ?? new Dictionary<string, Tensor>()));
    }

    private static Dictionary<string, float[]> Values(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => tensors.ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray());
}
