using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>Writes a vocabulary as HuggingFace's <c>vocab.json</c> and <c>merges.txt</c>, which <see cref="HuggingFaceVocabulary"/> reads.</summary>
internal static class VocabularyWriter
{
    public const string Numbers = "vocab.json", Merges = "merges.txt";

    public static void WriteNumbers(BytePairVocabulary vocabulary, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        for (var number = 0; number < vocabulary.Size; number++)
        {
            if (vocabulary.SymbolOf(number) is { } symbol)
                json.WriteNumber(symbol, number);
        }
        json.WriteEndObject();
    }

    public static void WriteMerges(BytePairVocabulary vocabulary, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("#version: 0.2");
        foreach (var (left, right) in vocabulary.Merges.ByRank())
            text.WriteLine($"{vocabulary.SymbolOf(left)} {vocabulary.SymbolOf(right)}");
    }
}
