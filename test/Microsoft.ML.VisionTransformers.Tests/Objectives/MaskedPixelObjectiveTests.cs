using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Mae;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class MaskedPixelObjectiveTests
{
    [Fact]
    public void ValidationHidesTheSamePatchesAndTrainingOthers()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        var objective = new MaskedPixelObjective(network, new SeededUniforms(1), validationSeed: 2);
        var batch = new Batch(randn(2, 3, 8, 12), zeros(2, int64), 2);
        Assert.Equal(Loss(training: false), Loss(training: false));
        Assert.NotEqual(Loss(training: true), Loss(training: true));

        float Loss(bool training) => objective.Compute(batch, training).Loss.item<float>();
    }

    [Fact]
    public void TheNetworkLearnsWhatPatchesHaveInCommon()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration with { NormalizePixels = false }, 1);
        var batch = new Batch(arange(0, 1, 1 / 8f).view(1, 1, 8, 1).expand(4, 3, 8, 12).contiguous(), zeros(4, int64), 4); // darker above, brighter below
        var objective = new MaskedPixelObjective(network, new SeededUniforms(1));
        using var optimizer = TrainingOptimizer.AdamW(ParameterGroups.Create(network, 0.05), new AdamWSettings(0.9, 0.95));
        var first = objective.Compute(batch, training: false).Loss.item<float>();
        for (var step = 0; step < 60; step++)
        {
            using var inner = NewDisposeScope();
            objective.Compute(batch, training: true).Loss.backward();
            optimizer.Step(5e-3);
        }
        Assert.InRange(objective.Compute(batch, training: false).Loss.item<float>(), 0, first / 20);
        Assert.True(network.state_dict()["pos_embed"].eq(PositionEmbedding.SinCos(16, new PatchGrid(2, 3), 1)).all().item<bool>());
    }

    [Fact]
    public void HalfThePatchesAreHidden()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        var result = new MaskedPixelObjective(network, new SeededUniforms(1)).Reconstruct(randn(2, 3, 8, 12), new SeededUniforms(3));
        Assert.Equal([3f, 3f], result.Hidden.sum(1).data<float>().ToArray());
        Assert.Equal([2, 6, 48], result.Prediction.shape);
    }
}
