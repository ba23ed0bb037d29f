using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

[Collection(nameof(TrainedModel))]
public sealed class VisionTransformersModelsTests(TrainedModel trained)
{
    [Fact]
    public void Finds_the_classifier_however_deep_it_is()
    {
        Assert.Same(trained.Classifier, trained.Model.ImageClassifier());
        Assert.Same(trained.Classifier, trained.Classifier.ImageClassifier());
        Assert.Same(trained.Classifier, new TransformerChain<ITransformer>(Other(), new TransformerChain<ITransformer>(trained.Model)).ImageClassifier());
    }

    [Fact]
    public void Finds_it_in_a_model_that_was_loaded()
    {
        using var stream = new MemoryStream();
        trained.Context.Model.Save(trained.Model, trained.Train.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _);
        using var owner = (IDisposable)loaded;
        Assert.Equal(trained.Classifier.ClassNames, loaded.ImageClassifier().ClassNames);
    }

    [Fact]
    public void Says_what_the_model_holds_when_there_is_none_or_more_than_one()
    {
        var other = Other();
        var none = Assert.Throws<ArgumentException>(() => new TransformerChain<ITransformer>(other).ImageClassifier());
        Assert.StartsWith($"There is no classifier of images in the model, which holds {other.GetType().Name}.", none.Message);
        var two = Assert.Throws<ArgumentException>(() => new TransformerChain<ITransformer>(trained.Classifier, trained.Classifier).ImageClassifier());
        Assert.StartsWith("There are 2 classifiers of images in the model, which holds ViTTransformer, ViTTransformer.", two.Message);
    }

    private ITransformer Other() => trained.Context.Transforms.CopyColumns("Copy", "ImagePath").Fit(trained.Train);
}
