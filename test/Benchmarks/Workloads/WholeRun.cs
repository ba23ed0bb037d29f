using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.ViT;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>
/// An epoch as a user of the ML.NET API trains it, from the files to the fitted pipeline: listing, decoding, augmentation, shuffling and the
/// network. The program's start and its first, slower fit are left out on both sides. The peer's peak memory is that of its main process,
/// without the two that load images.
/// </summary>
internal static class WholeRun
{
    /// <summary>Images in the folder; peers/worker.py knows it by this number.</summary>
    public const int FolderImages = 256;

    /// <summary>Images in the IDX files that are trained on: those of the test part; the others would make a run six times as long.</summary>
    public const int QuickStartImages = 10_000;

    private const string FashionFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>A network so small that it hardly hides the loader, with random crops of a folder of JPEGs.</summary>
    public static Action Folder(int threads, string image)
    {
        var folder = SampleImage.Folder(image, FolderImages);
        return Prepare(threads, mlContext => mlContext.Data.LoadImageFolder(folder), () => new ViTTrainer.Options
        {
            FeatureColumnName = "ImagePath",
            CustomArchitecture = new VisionArchitecture
            {
                Name = "benchmark-vit-patch32-224",
                Configuration = new ViTConfiguration { PatchSize = 32, Dim = 192, Depth = 6, Heads = 3 },
                Preprocessing = ImagePreprocessing.ResizeThenCrop(224, 256),
            },
            BatchSize = 32,
            RandomCropMinArea = 0.08,
            CacheMegabytes = 0, // one epoch does not come back to an image
        });
    }

    /// <summary>The quick start's network, data and options.</summary>
    public static Action QuickStart(int threads) => Prepare(threads, mlContext => FashionMnist.Load(mlContext, FashionFolder, "t10k"), () => new ViTTrainer.Options
    {
        FeatureColumnName = "Image",
        CustomArchitecture = new VisionArchitecture
        {
            Name = "fashion-vit-patch7-28",
            Configuration = new ViTConfiguration
            {
                ImageHeight = 28, ImageWidth = 28, Channels = 1, PatchSize = 7, Dim = 96, Depth = 4, Heads = 3,
                ClassToken = false, Pooling = ViTPooling.Average,
            },
            Preprocessing = new ImagePreprocessing
            {
                Width = 28, Height = 28, Channels = 1, ResizeMode = ResizeMode.None, Mean = [0.2860f], Std = [0.3530f],
            },
        },
        BatchSize = 128,
        RandomCropMinArea = 1,
    });

    private static Action Prepare(int threads, Func<MLContext, IDataView> load, Func<ViTTrainer.Options> create)
    {
        set_num_threads(threads);
        return () =>
        {
            var mlContext = new MLContext(seed: 1);
            var options = create();
            options.Recipe = null;
            options.MaxEpochs = 1;
            options.LearningRate = 1e-3;
            options.WeightDecay = 0.05;
            options.Beta2 = 0.95;
            options.WarmupFraction = 0.1;
            options.LabelSmoothing = 0.1;
            options.HorizontalFlip = true;
            options.ValidationSetFraction = null;
            var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
                .Append(mlContext.MulticlassClassification.Trainers.ViT(options))
                .Fit(load(mlContext));
            (model.LastTransformer as IDisposable)?.Dispose();
        };
    }
}
