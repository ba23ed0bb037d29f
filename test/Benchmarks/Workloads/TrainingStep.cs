using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>Forward, backward and optimizer step on a fixed batch, as the training loop does them.</summary>
internal static class TrainingStep
{
    public static Action VitSmall(int threads, bool recompute = false)
    {
        var configuration = new ViTConfiguration { Dim = 384, Depth = 12, Heads = 6 };
        var network = new VisionTransformerNetwork(configuration, seed: 1);
        foreach (var block in network.Blocks)
            block.Recomputes = recompute;
        return Prepare(threads, batch: 8, configuration, network);
    }

    public static Action Vit32Pixels(int threads) => Prepare(threads, batch: 64, new ViTConfiguration
    {
        ImageHeight = 32, ImageWidth = 32, PatchSize = 4, Dim = 192, Depth = 6, Heads = 3, NumClasses = 10,
    });

    public static Action QuickStart(int threads) => Prepare(threads, batch: 128, new ViTConfiguration
    {
        ImageHeight = 28, ImageWidth = 28, Channels = 1, PatchSize = 7, Dim = 96, Depth = 4, Heads = 3, NumClasses = 10,
    });

    public static Action SwinTiny(int threads)
    {
        var configuration = (SwinConfiguration)ArchitectureRegistry.Find("swin_t").Configuration;
        return Prepare(threads, batch: 8, configuration, new SwinNetwork(configuration, seed: 1));
    }

    private static Action Prepare(int threads, int batch, ViTConfiguration configuration)
        => Prepare(threads, batch, configuration, new VisionTransformerNetwork(configuration, seed: 1));

    private static Action Prepare(int threads, int batch, ClassifierConfiguration configuration, VisionNetwork network)
    {
        set_num_threads(threads);
        network.train();
        var optimizer = TrainingOptimizer.AdamW(ParameterGroups.Create(network, 0.05), new AdamWSettings());
        var objective = new ClassificationObjective(network, labelSmoothing: 0.1);
        var images = randn(batch, configuration.Channels, configuration.ImageHeight, configuration.ImageWidth);
        var labels = randint(configuration.NumClasses, new long[] { batch });
        return () =>
        {
            using var scope = NewDisposeScope();
            var result = objective.Compute(new Batch(images, labels, batch), training: true);
            result.Loss.ToSingle();
            result.Loss.backward();
            optimizer.Step(1e-4);
        };
    }
}
