using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>A network out of the archive of a transformer, whose weights are in <c>weights.safetensors</c>.</summary>
internal static class NetworkArchive
{
    /// <summary>Builds it on the device that the context asks for, and fills it.</summary>
    /// <exception cref="CheckpointMismatchException">The weights are another network's.</exception>
    /// <exception cref="FormatException">The archive has none.</exception>
    public static (TNetwork Network, Device Device) Load<TNetwork>(IHostEnvironment environment, VisionConfiguration configuration, ModelReader files)
        where TNetwork : nn.Module
    {
        using var channel = environment.Register("VisionTransformer").Start("Loading");
        var device = ComputeDevice.Choose(environment, channel.Warn);
        using var initialization = DeferredInitialization.Begin();
        var network = (TNetwork)NetworkFactory.Create(configuration);
        initialization.Dispose();
        try
        {
            files.Load(SavedModelTensors.EntryName, stream =>
            {
                CheckpointLoader.LoadExact(stream, network, configuration);
                return true;
            });
            return (network.to(device), device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The same for one with a classifier.</summary>
    public static (VisionNetwork Network, Device Device) Load(IHostEnvironment environment, ClassifierConfiguration configuration, ModelReader files)
        => Load<VisionNetwork>(environment, configuration, files);
}
