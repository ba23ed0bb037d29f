using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fuzz.Formats;

/// <summary>A file of weights: it is opened, looked at, and every tensor of it is read.</summary>
internal sealed class CheckpointFormat(string name, string fileName, params byte[][] seeds) : FuzzFormat
{
    private const long MaxTensor = 64L << 20;

    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    public override void Read(byte[] file, string folder)
    {
        var path = Path.Combine(folder, fileName);
        File.WriteAllBytes(path, file);
        using var checkpoint = Checkpoint.Open(path);
        checkpoint.Describe();
        _ = (checkpoint.Container, checkpoint.StrippedPrefix, checkpoint.ElementTypes, checkpoint.Preprocessing);
        foreach (var (key, entry) in checkpoint.Entries)
        {
            using var scope = NewDisposeScope();
            var tensor = checkpoint.Load(key);
            if (!tensor.shape.SequenceEqual(entry.Shape))
                throw new InvalidOperationException($"'{key}' is of another shape than its entry.");
            if (tensor.numel() * tensor.ElementSize > MaxTensor + 4 * file.Length)
                throw new InvalidOperationException($"'{key}' takes {tensor.numel() * tensor.ElementSize} bytes out of a file of {file.Length}.");
        }
    }

    public override bool IsRefusal(Exception error) => error is CheckpointFormatException;
}
