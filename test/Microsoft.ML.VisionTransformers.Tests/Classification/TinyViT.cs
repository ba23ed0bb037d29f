using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>A ViT small enough to be trained within a test.</summary>
public static class TinyViT
{
    public static VisionArchitecture Architecture { get; } = new()
    {
        Name = "tiny-test-vit",
        Configuration = new ViTConfiguration
        {
            ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size, Channels = 3, PatchSize = 8, Dim = 48, Depth = 2, Heads = 3,
            MlpRatio = 2, Pooling = ViTPooling.Average,
        },
        Preprocessing = new ImagePreprocessing
        {
            Width = ShapePictures.Size, Height = ShapePictures.Size, Channels = 3, Resize = 0, ResizeMode = ResizeMode.Square,
            Interpolation = Interpolation.Bilinear, Mean = [.5f, .5f, .5f], Std = [.5f, .5f, .5f],
        },
    };

    public static ViTTrainer.Options Options(int epochs = 8) => new()
    {
        Recipe = null, // no mixing and no RandAugment for a few steps
        FeatureColumnName = "ImagePath",
        CustomArchitecture = Architecture,
        MaxEpochs = epochs,
        BatchSize = 16,
        LearningRate = 2e-3,
        RandomCropMinArea = 1,
        ScoringBatchSize = 7,
    };

    public static IEstimator<ITransformer> Pipeline(MLContext context, ViTTrainer.Options options) =>
        context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.ViT(options))
            .Append(context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));
}
