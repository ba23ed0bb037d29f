using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

/// <summary>ConvMAE's encoder trained through ML.NET.</summary>
[Collection(nameof(TrainedModel))]
public sealed class ConvMaeTrainerTests(TrainedModel trained) : IDisposable
{
    private static readonly ConvMaeConfiguration s_pretraining = TinyConvMae.Pretraining with { ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size };
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(3);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TellsShapesApartAndComesBackFromDisk()
    {
        var options = Options(epochs: 12);
        var model = Fit(options);
        var metrics = _context.MulticlassClassification.Evaluate(model.Transform(trained.Test));
        Assert.True(metrics.MicroAccuracy >= 0.9, $"accuracy {metrics.MicroAccuracy:P1}");

        var path = Path.Combine(_folder.Path, "model.zip");
        _context.Model.Save(model, trained.Train.Schema, path);
        var loaded = new MLContext().Model.Load(path, out _);
        Assert.Equal("tiny-convmae", ((IEnumerable<ITransformer>)loaded).OfType<ConvMaeTransformer>().Single().Architecture);
        Assert.Equal(trained.Scores(model.Transform(trained.Test)), trained.Scores(loaded.Transform(trained.Test)));
        ((IDisposable)model).Dispose();
        ((IDisposable)loaded).Dispose();
    }

    [Fact]
    public void StartsFromPretrainedWeights()
    {
        using var scope = NewDisposeScope();
        var pretrained = new ConvMaskedAutoencoder(s_pretraining, seed: 4);
        var options = Options(epochs: 1);
        options.LearningRate = 1e-9;
        options.Weights = Path.Combine(_folder.Path, "pretrained.safetensors");
        SafetensorsWriter.Write(options.Weights, pretrained.state_dict());
        using var model = (IDisposable)Fit(options);
        var network = (nn.Module)((IEnumerable<ITransformer>)model).OfType<ConvMaeTransformer>().Single().Model;
        var difference = network.state_dict()["blocks2.1.attn.weight"].cpu() - pretrained.state_dict()["blocks2.1.attn.weight"];
        Assert.True(TinyConvMae.Largest(difference) < 1e-6f);
        Assert.DoesNotContain("mask_token", network.state_dict().Keys);
    }

    [Fact]
    public void OtherFamiliesAreSentToTheirTrainers()
    {
        var options = Options(epochs: 1);
        options.CustomArchitecture = TinyViT.Architecture;
        Assert.Contains("Trainers.ViT(", Assert.Throws<ArgumentException>(() => Fit(options)).Message);

        var other = new ViTTrainer.Options { FeatureColumnName = "ImagePath", CustomArchitecture = Options(1).CustomArchitecture };
        var error = Assert.Throws<ArgumentException>(() => TinyViT.Pipeline(_context, other).Fit(trained.Train));
        Assert.Contains("Trainers.ConvMae(", error.Message);
    }

    [Fact]
    public void TrainsTheSmallSizeUnlessToldOtherwise()
        => Assert.Equal("convmae_small_patch16_224", ArchitectureRegistry.Find(new ConvMaeTrainer.Options().DefaultArchitecture).Name);

    private ITransformer Fit(ConvMaeTrainer.Options options) => _context.Transforms.Conversion.MapValueToKey("Label")
        .Append(_context.MulticlassClassification.Trainers.ConvMae(options))
        .Append(_context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel")).Fit(trained.Train);

    private static ConvMaeTrainer.Options Options(int epochs) => new()
    {
        Recipe = null,
        FeatureColumnName = "ImagePath",
        CustomArchitecture = TinyViT.Architecture with
        {
            Name = "tiny-convmae",
            // Named by its pretraining: the trainer takes its encoder.
            Configuration = s_pretraining,
        },
        MaxEpochs = epochs,
        BatchSize = 16,
        LearningRate = 2e-3,
        RandomCropMinArea = 1,
        ScoringBatchSize = 7,
    };
}
