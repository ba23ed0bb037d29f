using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;

namespace FromScratch;

/// <summary>
/// Fashion-MNIST: 60,000 + 10,000 photographs of clothing. A transformer over 7 x 7 places, after two convolutional stages (ConvMAE's encoder):
/// their sense of neighbourhood need not be learnt, so few epochs suffice.
/// </summary>
internal static class Fashion
{
    /// <param name="mlContext">With a seed.</param>
    /// <param name="folder">That of the set's four IDX files.</param>
    public static ImageTask Load(MLContext mlContext, string folder)
    {
        var network = new ConvViTConfiguration
        {
            ImageHeight = 28, ImageWidth = 28, Channels = 1,
            Encoder = new ConvEncoderSizes
            {
                Stage1 = new ConvStage { PatchSize = 2, Dim = 24, Depth = 2 }, // 14 x 14
                Stage2 = new ConvStage { PatchSize = 2, Dim = 48, Depth = 2 }, // 7 x 7
                PatchSize = 1, Dim = 64, Depth = 1, Heads = 2,
            },
        };
        var options = new ConvMaeTrainer.Options
        {
            Recipe = null, // all that matters is set here
            FeatureColumnName = "Image",
            CustomArchitecture = new VisionArchitecture
            {
                Name = "fashion-convvit-28",
                Configuration = network,
                Preprocessing = new ImagePreprocessing
                {
                    Width = 28, Height = 28, Channels = 1, ResizeMode = ResizeMode.None, Mean = [0.2860f], Std = [0.3530f],
                },
            },
            MaxEpochs = 20,
            BatchSize = 64,
            LearningRate = 2e-3,
            WeightDecay = 0.05,
            Beta2 = 0.95,
            WarmupFraction = 0.1,
            LabelSmoothing = 0.1,
            HorizontalFlip = true,
            RandomCropMinArea = 1,        // no random crops: the photographs are centred
            TestTimeFlip = true,          // a mirrored image is as good: the mean of both answers errs less
            ValidationSetFraction = null, // the number of epochs is fixed beforehand: train on all images
            ProgressCallback = ConsoleProgress.Show,
        };
        return new ImageTask(FashionMnist.Load(mlContext, folder, "train"), FashionMnist.Load(mlContext, folder, "t10k"),
            mlContext.MulticlassClassification.Trainers.ConvMae(options));
    }
}
