using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Mae;
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
    public void HalfThePatchesAreHidden()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        var result = new MaskedPixelObjective(network, new SeededUniforms(1)).Reconstruct(randn(2, 3, 8, 12), new SeededUniforms(3));
        Assert.Equal([3f, 3f], result.Hidden.sum(1).data<float>().ToArray());
        Assert.Equal([2, 6, 48], result.Prediction.shape);
    }
}
