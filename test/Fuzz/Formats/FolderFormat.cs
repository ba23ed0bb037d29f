using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Fuzz.Formats;

/// <summary>A JSON file beside the weights of a folder: an index of shards, a configuration, an image processor's.</summary>
internal sealed class FolderFormat(string name, string fileName, byte[][] seeds, IReadOnlyDictionary<string, byte[]> others) : FuzzFormat
{
    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    public override void Read(byte[] file, string folder)
    {
        foreach (var (other, bytes) in others)
            File.WriteAllBytes(Path.Combine(folder, other), bytes);
        File.WriteAllBytes(Path.Combine(folder, fileName), file);
        using var checkpoint = Checkpoint.Open(folder);
        checkpoint.Describe();
        _ = (checkpoint.Preprocessing, checkpoint.ClassNames, checkpoint.Architecture);
        foreach (var key in checkpoint.Entries.Keys)
        {
            using var scope = NewDisposeScope();
            checkpoint.Load(key);
        }
    }

    // A shard that isn't there is a file that isn't there.
    public override bool IsRefusal(Exception error) => error is CheckpointFormatException or FileNotFoundException;
}
