using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

/// <summary>Masked autoencoders small enough to be trained within a test: 16 tokens of 32x32 pixels.</summary>
internal static class TinyPretraining
{
    private static readonly ConvEncoderSizes s_stages = new()
    {
        Stage1 = new ConvStage { PatchSize = 4, Dim = 8, Depth = 1, MlpRatio = 2 }, Stage2 = new ConvStage { Dim = 12, Depth = 1, MlpRatio = 2 },
        PatchSize = 1, Dim = 24, Depth = 2, Heads = 2, MlpRatio = 2,
    };

    public static MaeConfiguration Mae { get; } = new()
    {
        ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size, PatchSize = 8, Dim = 24, Depth = 2, Heads = 2, MlpRatio = 2,
        DecoderDim = 16, DecoderDepth = 2, DecoderHeads = 2, DecoderMlpRatio = 2, NormalizePixels = false,
    };

    public static ConvMaeConfiguration ConvMae { get; } = new()
    {
        ImageHeight = ShapePictures.Size, ImageWidth = ShapePictures.Size, Encoder = s_stages, DecoderDim = 16, DecoderDepth = 2, DecoderHeads = 2, DecoderMlpRatio = 2,
    };

    public static MaskedPretrainingOptions Options(string family = "MAE", int epochs = 2)
    {
        MaskedPretrainingOptions options = family switch
        {
            "MAE" => new MaskedAutoencoderTrainer.Options { CustomArchitecture = Architecture(Mae) },
            "ConvMAE" => new ConvMaskedAutoencoderTrainer.Options { CustomArchitecture = Architecture(ConvMae) },
            _ => new FastConvMaskedAutoencoderTrainer.Options { CustomArchitecture = Architecture(FastConvMaeConfiguration.Of(ConvMae)) },
        };
        (options.MaxEpochs, options.BatchSize, options.LearningRate, options.LearningRateBatch, options.ScoringBatchSize) = (epochs, 16, 2e-3, null, 7);
        return options;
    }

    public static IEstimator<MaskedAutoencoderTransformer> Trainer(MLContext context, MaskedPretrainingOptions options) => options switch
    {
        MaskedAutoencoderTrainer.Options mae => context.Transforms.MaskedAutoencoder(mae),
        ConvMaskedAutoencoderTrainer.Options conv => context.Transforms.ConvMaskedAutoencoder(conv),
        _ => context.Transforms.FastConvMaskedAutoencoder((FastConvMaskedAutoencoderTrainer.Options)options),
    };

    public static VisionArchitecture Architecture(MaskedConfiguration configuration) => new()
    {
        Name = $"tiny-test-{configuration.Family}",
        Configuration = configuration,
        Preprocessing = ImagePreprocessing.Squash(ShapePictures.Size),
    };
}
