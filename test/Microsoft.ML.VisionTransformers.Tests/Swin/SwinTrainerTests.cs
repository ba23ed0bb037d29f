using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public sealed class SwinTrainerTests : IDisposable
{
    private static readonly SwinConfiguration s_first = new()
    {
        ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size, EmbedDim = 24, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2,
    };

    private static readonly SwinV2Configuration s_second = new()
    {
        ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size, EmbedDim = 24, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Learns_and_comes_back_from_a_saved_model()
        => TrainSaveAndLoad<SwinTransformer>(context => context.MulticlassClassification.Trainers.Swin(Fill(new SwinTrainer.Options(), s_first)));

    [Fact]
    public void V2_learns_and_comes_back_from_a_saved_model()
        => TrainSaveAndLoad<SwinV2Transformer>(context => context.MulticlassClassification.Trainers.SwinV2(Fill(new SwinV2Trainer.Options(), s_second)));

    [Fact]
    public void Another_familys_architecture_is_sent_to_its_own_trainer()
    {
        var context = new MLContext();
        var images = context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "few"), 2, seed: 1));
        var keyed = context.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);
        var error = Assert.Throws<ArgumentException>(() => context.MulticlassClassification.Trainers.Swin(featureColumnName: "ImagePath", architecture: "swinv2_tiny_window8_256").Fit(keyed));
        Assert.Contains("Trainers.SwinV2", error.Message);
        error = Assert.Throws<ArgumentException>(() => context.MulticlassClassification.Trainers.SwinV2(featureColumnName: "ImagePath", architecture: "swin_t").Fit(keyed));
        Assert.Contains("Trainers.Swin(", error.Message);
    }

    [Fact]
    public void Without_a_name_it_is_the_smallest_published()
    {
        Assert.IsType<SwinConfiguration>(ArchitectureRegistry.Find(new SwinTrainer.Options().DefaultArchitecture).Configuration);
        Assert.IsType<SwinV2Configuration>(ArchitectureRegistry.Find(new SwinV2Trainer.Options().DefaultArchitecture).Configuration);
    }

    private static T Fill<T>(T options, ShiftedWindowConfiguration configuration) where T : ImageClassificationOptions
    {
        options.Recipe = null;
        options.FeatureColumnName = "ImagePath";
        options.CustomArchitecture = TinyViT.Architecture with { Name = "tiny-test-swin", Configuration = configuration };
        options.MaxEpochs = 6;
        options.BatchSize = 16;
        options.LearningRate = 2e-3;
        options.RandomCropMinArea = 1;
        return options;
    }

    private void TrainSaveAndLoad<TTransformer>(Func<MLContext, IEstimator<ITransformer>> trainer) where TTransformer : class, ITransformer
    {
        var context = new MLContext(seed: 1);
        var train = context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "train"), 40, seed: 1));
        var test = context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "test"), 10, seed: 2));
        var model = context.Transforms.Conversion.MapValueToKey("Label").Append(trainer(context)).Fit(train);
        var scored = model.Transform(test);
        Assert.True(context.MulticlassClassification.Evaluate(scored).MicroAccuracy > 0.6);

        var path = Path.Combine(_folder.Path, "model.zip");
        context.Model.Save(model, train.Schema, path);
        var loaded = new MLContext().Model.Load(path, out _);
        Assert.Single(((IEnumerable<ITransformer>)loaded).OfType<TTransformer>());
        Assert.Equal(scored.GetColumn<float[]>("Score"), loaded.Transform(test).GetColumn<float[]>("Score"));
        ((IDisposable)loaded).Dispose();
        ((IDisposable)model).Dispose();
    }
}
