using System.Text;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fuzz.Formats;

/// <summary>
/// Names and shapes of tensors, a line each, as those of a network: whatever they are, finding out which network has them ends well.
/// </summary>
internal sealed class NetworkShapesFormat(IEnumerable<string> checkpoints) : FuzzFormat
{
    private const long MaxElements = 1 << 16;

    public override string Name => "network-shapes";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. checkpoints.Select(Lines)];

    public override void Read(byte[] file, string folder)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var line in Encoding.Latin1.GetString(file).Split('\n'))
        {
            if (line.Split(' ') is [{ Length: > 0 } name, .. var sides] && Shape(sides) is { } shape)
                tensors[name] = zeros(shape);
        }
        using var checkpoint = Checkpoint.Of(tensors);
        checkpoint.Describe();
    }

    public override bool IsRefusal(Exception error) => error is CheckpointFormatException;

    private static long[]? Shape(string[] sides)
    {
        var shape = new long[sides.Length];
        Int128 elements = 1;
        for (var i = 0; i < sides.Length; i++)
        {
            if (!long.TryParse(sides[i], out shape[i]) || shape[i] < 0 || (elements *= shape[i]) > MaxElements)
                return null;
        }
        return shape;
    }

    private static byte[] Lines(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Encoding.Latin1.GetBytes(string.Join('\n', file.Entries.Where(pair => pair.Key.StartsWith("weights/", StringComparison.Ordinal))
            .Select(pair => string.Join(' ', [pair.Key["weights/".Length..], .. pair.Value.Shape.Select(side => side.ToString())]))));
    }
}
