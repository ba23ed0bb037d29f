using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class ScoringPrecisionTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sixteen_bits_score_nearly_the_same_and_are_not_saved()
    {
        var path = System.IO.Path.Combine(_folder.Path, "model.zip");
        trained.Context.Model.Save(trained.Classifier, trained.Train.Schema, path);
        using var model = (ViTTransformer)new MLContext().Model.Load(path, out _);
        Assert.Equal(Precision.Float32, model.Precision);
        var full = trained.Scores(model.Transform(trained.Test)).SelectMany(scores => scores).ToArray();
        model.Precision = Precision.BFloat16;
        var mixed = trained.Scores(model.Transform(trained.Test)).SelectMany(scores => scores).ToArray();
        Assert.NotEqual(full, mixed);
        Assert.InRange(full.Zip(mixed).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 0.05);

        trained.Context.Model.Save(model, trained.Train.Schema, path);
        using var loaded = (ViTTransformer)new MLContext().Model.Load(path, out _);
        Assert.Equal(Precision.Float32, loaded.Precision);
        Assert.Equal(full, trained.Scores(loaded.Transform(trained.Test)).SelectMany(scores => scores));
    }

    [Fact]
    public void Float16_is_refused_on_a_CPU()
    {
        Assert.Contains("Float16 needs a GPU", Assert.Throws<ArgumentException>(() => trained.Classifier.Precision = Precision.Float16).Message);
        Assert.Equal(Precision.Float32, trained.Classifier.Precision);
    }

    [Fact]
    public void A_model_that_was_trained_in_16_bits_has_weights_of_32()
    {
        var options = TinyViT.Options(epochs: 6);
        options.Precision = Precision.BFloat16;
        using var model = (IDisposable)TinyViT.Pipeline(trained.Context, options).Fit(trained.Train);
        var classifier = ((IEnumerable<ITransformer>)model).OfType<ViTTransformer>().Single();
        var metrics = trained.Context.MulticlassClassification.Evaluate(((ITransformer)model).Transform(trained.Test));
        Assert.InRange(metrics.MicroAccuracy, 0.6, 1); // guessing gets a third
        var path = System.IO.Path.Combine(_folder.Path, "weights.safetensors");
        classifier.SaveWeights(path);
        using var file = SafetensorsFile.Open(path);
        Assert.All(file.Entries.Values, entry => Assert.Equal("F32", entry.Type));
    }
}
