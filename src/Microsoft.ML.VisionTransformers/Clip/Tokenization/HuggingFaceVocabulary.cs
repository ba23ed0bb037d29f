using System.Text.Json;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// A vocabulary as transformers and tokenizers of HuggingFace save it: <c>vocab.json</c> with <c>merges.txt</c>, or <c>tokenizer.json</c>
/// with both.
/// </summary>
internal static class HuggingFaceVocabulary
{
    private const int LargestFile = 64 << 20;

    // More than any vocabulary has: a number in a file must not make us reserve memory for a billion symbols.
    private const int LargestNumber = 1 << 21;

    /// <exception cref="CheckpointFormatException">A file is not sound, or they don't fit each other.</exception>
    public static BytePairVocabulary ReadPair(string vocabularyPath, string mergesPath)
    {
        using var vocabulary = File.OpenRead(vocabularyPath);
        using var merges = File.OpenRead(mergesPath);
        return ReadPair(vocabulary, vocabularyPath, merges, mergesPath);
    }

    /// <summary>The same out of streams that can seek.</summary>
    /// <exception cref="CheckpointFormatException">A file is not sound, or they don't fit each other.</exception>
    public static BytePairVocabulary ReadPair(Stream vocabulary, string vocabularyName, Stream merges, string mergesName)
    {
        var numbers = Parse(vocabulary, vocabularyName, root => ReadNumbers(root, vocabularyName));
        return Build(numbers, MergeLines.Read(merges, mergesName, numbers.Count), vocabularyName, (rank, problem) => MergeLines.Bad(mergesName, rank + 2, problem));
    }

    /// <exception cref="CheckpointFormatException">The file is not sound.</exception>
    public static BytePairVocabulary ReadTokenizer(string path)
    {
        using var file = File.OpenRead(path);
        var (numbers, merges) = Parse(file, path, root =>
        {
            if (root.TryGetProperty("model", out var kind) && kind.TryGetProperty("type", out var type) && type.GetString() is { } other and not "BPE")
                throw new CheckpointFormatException(path, $"its vocabulary is of the kind {other}; CLIP's is of byte pairs (BPE). It is another model's, such as XLM-RoBERTa's.");
            if (!root.TryGetProperty("model", out var model) || !model.TryGetProperty("vocab", out var vocabulary) || !model.TryGetProperty("merges", out var list))
                throw new CheckpointFormatException(path, "it has no model with a vocabulary and merges.");
            var numbers = ReadNumbers(vocabulary, path);
            // Special symbols stand beside the vocabulary, and usually in it too.
            if (root.TryGetProperty("added_tokens", out var added))
            {
                foreach (var token in added.EnumerateArray())
                    numbers.TryAdd(token.GetProperty("content").GetString()!, CheckedNumber(token.GetProperty("id"), path));
            }
            return (numbers, ReadMerges(list, path));
        });
        return Build(numbers, merges, path, (rank, problem) => new CheckpointFormatException(path, $"merge {rank}: {problem}."));
    }

    private static BytePairVocabulary Build(
        Dictionary<string, int> numbers, List<(string, string)> merges, string path, Func<int, string, CheckpointFormatException> bad)
    {
        if (numbers.GroupBy(pair => pair.Value).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new CheckpointFormatException(path, $"it gives the number {twice.Key} to '{twice.First().Key}' and to '{twice.Last().Key}'.");
        foreach (var spelling in Enum.GetValues<ClipSpecialTokens>())
        {
            var (start, end) = SpecialSymbols.Of(spelling);
            if (!numbers.ContainsKey(start) || !numbers.ContainsKey(end))
                continue;
            try
            {
                return new BytePairVocabulary(numbers, merges, start, end);
            }
            catch (MergeException error)
            {
                throw bad(error.Index, error.Message);
            }
        }
        throw new CheckpointFormatException(path, "it has no symbols for the start and the end of a text; it is the vocabulary of another kind of model.");
    }

    private static Dictionary<string, int> ReadNumbers(JsonElement vocabulary, string path)
    {
        Dictionary<string, int> numbers = [];
        foreach (var symbol in vocabulary.EnumerateObject())
        {
            if (!numbers.TryAdd(symbol.Name, CheckedNumber(symbol.Value, path)))
                throw new CheckpointFormatException(path, $"it has the symbol '{symbol.Name}' twice.");
        }
        return numbers;
    }

    private static int CheckedNumber(JsonElement value, string path)
        => value.TryGetInt32(out var number) && number is >= 0 and < LargestNumber
            ? number : throw new CheckpointFormatException(path, $"it has {value} where the number of a symbol belongs.");

    /// <summary>Each "a b", or ["a", "b"] since tokenizers 0.20.</summary>
    private static List<(string, string)> ReadMerges(JsonElement list, string path)
    {
        List<(string, string)> merges = new(Math.Min(list.GetArrayLength(), LargestNumber));
        foreach (var merge in list.EnumerateArray())
        {
            string[] parts = merge.ValueKind == JsonValueKind.Array
                ? [.. merge.EnumerateArray().Select(part => part.GetString() ?? "")]
                : merge.GetString()!.Split(' ');
            if (parts is not [{ Length: > 0 } left, { Length: > 0 } right])
                throw new CheckpointFormatException(path, $"merge {merges.Count}: it should be two symbols, and is {merge.GetRawText()}.");
            merges.Add((left, right));
        }
        return merges;
    }

    private static T Parse<T>(Stream file, string path, Func<JsonElement, T> read)
    {
        if (file.Length > LargestFile)
            throw new CheckpointFormatException(path, $"it is larger than {LargestFile >> 20} MiB, far more than a vocabulary.");
        try
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 16 });
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointFormatException(path, $"it is not the JSON of a vocabulary: {error.Message}", error);
        }
    }
}
