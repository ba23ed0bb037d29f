using System.Diagnostics;
using Benchmarks.Workloads;
using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// How much of its time a ViT-S/16 waits for images while it trains on random crops of JPEGs, and how fast the same loader is when it has the
/// machine to itself, beside what decoding alone would allow.
/// </summary>
internal static class LoaderWait
{
    public const string Name = "loader-wait";

    private const int TrainedImages = 64, LoadedImages = WholeRun.FolderImages, Decodes = 50;

    public static void Run(int rounds, string image)
    {
        var threads = Environment.ProcessorCount;
        set_num_threads(threads);
        var trained = SampleImage.Folder(image, TrainedImages);
        var loaded = ImageFolder.Files(SampleImage.Folder(image, LoadedImages));
        Console.WriteLine($"ViT-S/16 on random crops of 640x480 JPEGs, batches of 8; {threads} threads, OpenBLAS kernel {BlasKernel.Name}; medians of {rounds} rounds");
        Console.WriteLine($"{"network waits",14} {"training",9} {"loader alone",13} {"decode and resize alone",24} {"decode alone",13} {"loader / decode",16}   images/s on all cores");
        List<(double Waited, double Training, double Loader, double Prepare, double Decode)> all = [];
        for (var round = 0; round <= rounds; round++)
        {
            var epoch = Train(trained);
            var figures = (epoch.LoaderWait, epoch.ImagesPerSecond, LoadedImages / Time(() => Load(loaded)),
                OnAllCores(threads, () => ImageDecode.Prepare(image)), OnAllCores(threads, () => () => ImageDecoder.Decode(image)));
            // The first round warms up.
            if (round > 0)
                all.Add(figures);
        }
        Console.WriteLine($"{Comparison.Median(all.Select(one => one.Waited)),14:P2} {Comparison.Median(all.Select(one => one.Training)),9:F1} "
            + $"{Comparison.Median(all.Select(one => one.Loader)),13:F1} {Comparison.Median(all.Select(one => one.Prepare)),24:F1} "
            + $"{Comparison.Median(all.Select(one => one.Decode)),13:F1} {Comparison.Median(all.Select(one => one.Loader / one.Decode)),16:P0}");
    }

    private static ViTTrainer.Options Options() => new()
    {
        Recipe = null,
        FeatureColumnName = "ImagePath",
        Architecture = "vit_small_patch16_224",
        MaxEpochs = 1,
        BatchSize = 8,
        RandomCropMinArea = 0.08,
        ValidationSetFraction = null,
        CacheMegabytes = 0, // every image is decoded, as when there are more than memory holds
    };

    /// <summary>What an epoch measured.</summary>
    private static TrainingMetrics Train(string folder)
    {
        var mlContext = new MLContext(seed: 1);
        TrainingMetrics? epoch = null;
        var options = Options();
        options.MetricsCallback = metrics => epoch = metrics;
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.ViT(options))
            .Fit(mlContext.Data.LoadImageFolder(folder));
        (model.LastTransformer as IDisposable)?.Dispose();
        return epoch ?? throw new InvalidOperationException("The training ended without an epoch.");
    }

    /// <summary>All batches, which nobody looks at.</summary>
    private static void Load(IReadOnlyList<string> files)
    {
        using var reader = new BatchReader([.. files.Select(file => new TrainingExample(ImageSource.FromPath(file), 0))],
            ImagePreprocessing.ResizeThenCrop(224, 256), Options().ForTraining(seed: 1));
        foreach (var batch in reader.Read(epoch: 0))
            if (batch.Count != Options().BatchSize)
                throw new InvalidOperationException($"A batch has {batch.Count} images.");
    }

    /// <summary>Images a second when each core has its own work: all at once, so that a clock that falls with the load falls here too.</summary>
    private static double OnAllCores(int cores, Func<Action> prepare)
    {
        var threads = Enumerable.Range(0, cores).Select(_ => prepare()).Select(run => new Thread(() => Repeat(run))).ToArray();
        return cores * Decodes / Time(() =>
        {
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
        });
    }

    private static void Repeat(Action run)
    {
        for (var i = 0; i < Decodes; i++)
            run();
    }

    private static double Time(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }
}
