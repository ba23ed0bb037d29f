using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Weights;

namespace Fuzz.Formats;

/// <summary>A file of CLIP's vocabulary, with those that belong beside it; what is read turns a text into tokens.</summary>
internal sealed class VocabularyFormat(string name, string fileName, byte[][] seeds, Dictionary<string, byte[]> others) : FuzzFormat
{
    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    public override void Read(byte[] file, string folder)
    {
        foreach (var (other, bytes) in others)
            File.WriteAllBytes(Path.Combine(folder, other), bytes);
        File.WriteAllBytes(Path.Combine(folder, fileName), file);
        var tokens = ClipTokenizer.Load(folder).Encode("a bad cab, \u00e9t\u00e9");
        if (tokens.Length == 0)
            throw new InvalidOperationException("A text has no tokens.");
    }

    public override bool IsRefusal(Exception error) => error is CheckpointFormatException;
}
