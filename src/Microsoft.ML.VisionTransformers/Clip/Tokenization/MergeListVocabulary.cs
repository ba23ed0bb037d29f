using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// CLIP's vocabulary from its merges alone (openai/CLIP, <c>clip/simple_tokenizer.py</c>): the 256 bytes, the same at the end of a word,
/// what each of the first 48,894 merges makes, and the two special symbols, numbered in that order.
/// </summary>
internal static class MergeListVocabulary
{
    public const int MergeCount = 49152 - 256 - 2;

    /// <exception cref="CheckpointFormatException">The file has too few merges, or some that make no sense.</exception>
    public static BytePairVocabulary Read(string path, ClipSpecialTokens specials)
    {
        var merges = MergeLines.Read(path, MergeCount);
        if (merges.Count < MergeCount)
        {
            throw new CheckpointFormatException(
                path, $"it ends after {merges.Count:N0} merges, and CLIP's vocabulary has {MergeCount:N0}. It is cut off, or another model's.");
        }
        Dictionary<string, int> numbers = new(MergeCount + 514);
        foreach (var value in ByteSymbols.Order)
            numbers.Add(ByteSymbols.Of(value).ToString(), numbers.Count);
        foreach (var value in ByteSymbols.Order)
            numbers.Add(ByteSymbols.Of(value) + BytePairVocabulary.EndOfWord, numbers.Count);
        for (var i = 0; i < merges.Count; i++)
        {
            var (left, right) = merges[i];
            if (!numbers.TryAdd(left + right, numbers.Count))
                throw MergeLines.Bad(path, i + 2, $"'{left} {right}' makes '{left + right}', which is there already");
        }
        var (start, end) = SpecialSymbols.Of(specials);
        numbers.Add(start, numbers.Count);
        numbers.Add(end, numbers.Count);
        try
        {
            return new BytePairVocabulary(numbers, merges, start, end);
        }
        catch (MergeException error)
        {
            throw MergeLines.Bad(path, error.Index + 2, error.Message);
        }
    }
}
