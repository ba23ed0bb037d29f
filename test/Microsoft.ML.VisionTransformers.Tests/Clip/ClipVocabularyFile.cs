using Microsoft.ML.VisionTransformers.Clip;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>CLIP's vocabulary, where build/clip-vocabulary puts it, and files made of it as libraries save them.</summary>
internal static class ClipVocabularyFile
{
    private static readonly Lazy<ClipTokenizer> s_tokenizer = new(() => ClipTokenizer.Load(Path));

    public static string Path
    {
        get
        {
            var path = System.IO.Path.Combine(Repository.Root, "artifacts", "clip", "bpe_simple_vocab_16e6.txt");
            return File.Exists(path) ? path : throw new FileNotFoundException("CLIP's vocabulary is not there; run build/clip-vocabulary.", path);
        }
    }

    /// <summary>With the default options; shared, for loading takes a while.</summary>
    public static ClipTokenizer Tokenizer => s_tokenizer.Value;

    public static string[] MergeLines => [.. File.ReadLines(Path).Skip(1).Take(49152 - 256 - 2)];

    /// <summary>The symbols by number, taken from a tokenizer that reads the merges.</summary>
    public static Dictionary<string, int> Numbers()
    {
        List<byte> printable = [.. Enumerable.Range(0, 256).Select(b => (byte)b).OrderBy(b => !(b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174))];
        List<string> bytes = [.. printable.Select((b, i) => ((char)(i < 188 ? b : 256 + i - 188)).ToString())];
        List<string> symbols = [.. bytes, .. bytes.Select(b => b + "</w>"), .. MergeLines.Select(line => line.Replace(" ", "")), "<|startoftext|>", "<|endoftext|>"];
        return symbols.Select((symbol, number) => (symbol, number)).ToDictionary(pair => pair.symbol, pair => pair.number);
    }
}
