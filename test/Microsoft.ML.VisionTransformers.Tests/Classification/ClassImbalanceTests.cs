using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class ClassImbalanceTests(TrainedModel trained)
{
    [Fact]
    public void An_unknown_class_is_named()
    {
        var options = TinyViT.Options(epochs: 1);
        options.ClassWeights = ClassWeights.Of(new Dictionary<string, double> { ["unicorn"] = 2 });
        var error = Assert.Throws<ArgumentException>(() => TinyViT.Pipeline(new MLContext(seed: 1), options).Fit(trained.Train));
        Assert.Contains("'unicorn'", error.Message);
    }

    [Fact]
    public void A_weight_of_zero_and_turns_in_balance_are_followed()
    {
        var name = ShapePictures.Names[0];
        var options = TinyViT.Options(epochs: 3);
        (options.ClassWeights, options.BalancedSampling) = (ClassWeights.Of(new Dictionary<string, double> { [name] = 0 }), true);
        var model = TinyViT.Pipeline(new MLContext(seed: 1), options).Fit(trained.Train);
        using var classifier = ((IEnumerable<ITransformer>)model).OfType<ViTTransformer>().Single();
        // Whatever is never taught as right is never the answer.
        Assert.DoesNotContain(name, model.Transform(trained.Test).GetColumn<string>("Name"));
    }
}
