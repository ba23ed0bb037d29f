using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks.Workloads;

/// <summary>One forward of a network without gradients, as scoring runs it.</summary>
internal static class NetworkForward
{
    public static Action Prepare(string architectureName, int batch, int threads)
    {
        set_num_threads(threads);
        var architecture = ArchitectureRegistry.Find(architectureName);
        var network = NetworkFactory.Create(architecture, architecture.Classifier.NumClasses);
        network.eval();
        var images = randn(batch, 3, architecture.Configuration.ImageHeight, architecture.Configuration.ImageWidth);
        return () =>
        {
            using var scope = NewDisposeScope();
            using var inference = inference_mode(true);
            network.call(images);
        };
    }
}
