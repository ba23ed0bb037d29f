using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Export;

/// <summary>What this library notes in a file's header, for tests that want to know whether it is needed.</summary>
internal static class Metadata
{
    /// <summary>Takes it out of the file: what other libraries' own files say has to do then.</summary>
    public static void Drop(string path)
    {
        Dictionary<string, Tensor> tensors;
        using (var checkpoint = Checkpoint.Open(path))
            tensors = checkpoint.Entries.Keys.ToDictionary(key => key, checkpoint.Load);
        SafetensorsWriter.Write(path, tensors);
    }
}
