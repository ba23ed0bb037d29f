using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.ML.VisionTransformers.Clip.Tokenization;

namespace Fuzz.Samples;

/// <summary>A vocabulary of all bytes and three merges, in the files that libraries keep one in.</summary>
internal static class Vocabulary
{
    private static readonly string[] s_merges = ["a b", "ab c</w>", "b a"];

    public static string Numbers() => JsonSerializer.Serialize(Symbols());

    public static string Tokenizer() => JsonSerializer.Serialize(new
    {
        version = "1.0",
        added_tokens = new[] { new { id = 515, content = "<|startoftext|>" }, new { id = 516, content = "<|endoftext|>" } },
        model = new { type = "BPE", vocab = Symbols(), merges = s_merges },
    });

    public static byte[] Merges() => Encoding.UTF8.GetBytes("#version: 0.2\n" + string.Join('\n', s_merges) + "\n");

    public static byte[] PackedMerges()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Merges());
        return packed.ToArray();
    }

    private static Dictionary<string, int> Symbols()
    {
        List<string> symbols = [];
        foreach (var value in ByteSymbols.Order)
            symbols.Add(ByteSymbols.Of(value).ToString());
        symbols.AddRange(symbols.Select(symbol => symbol + BytePairVocabulary.EndOfWord).ToList());
        symbols.AddRange(s_merges.Select(merge => merge.Replace(" ", "")));
        symbols.AddRange(["<|startoftext|>", "<|endoftext|>"]);
        return symbols.Select((symbol, number) => (symbol, number)).ToDictionary(pair => pair.symbol, pair => pair.number);
    }
}
