using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>Turns a word into symbols: its bytes first, then pair after pair merged, the lowest rank first and from the left.</summary>
internal static class BytePairMerger
{
    // Up to here looking through all pairs for the next merge beats keeping them in a queue.
    private const int LongWord = 96;

    public static int[] Encode(BytePairVocabulary vocabulary, ReadOnlySpan<char> word)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        var symbols = new List<int>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
            symbols.Add(vocabulary.ByteSymbol(bytes[i], last: i == bytes.Length - 1));
        return symbols.Count > LongWord ? MergeQueued(symbols, vocabulary.Merges) : Merge(symbols, vocabulary.Merges);
    }

    private static int[] Merge(List<int> symbols, PairTable merges)
    {
        while (symbols.Count > 1)
        {
            var (best, at) = ((Rank: int.MaxValue, Symbol: -1), -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var merge = merges.Find(symbols[i], symbols[i + 1]);
                if (merge.Rank < best.Rank)
                    (best, at) = (merge, i);
            }
            if (at < 0)
                break;
            symbols[at] = best.Symbol;
            symbols.RemoveAt(at + 1);
        }
        return [.. symbols];
    }

    /// <summary>The same with a queue of pairs, for words of thousands of letters: scripts without spaces, and attempts to keep us busy.</summary>
    private static int[] MergeQueued(List<int> symbols, PairTable merges)
    {
        var span = CollectionsMarshal.AsSpan(symbols);
        var next = new int[span.Length];
        var previous = new int[span.Length];
        PriorityQueue<(int Left, int Right, int At), (int Rank, int At)> queue = new();
        for (var i = 0; i < span.Length; i++)
            (next[i], previous[i]) = (i + 1, i - 1);
        for (var i = 0; i + 1 < span.Length; i++)
            Enqueue(span, i);
        while (queue.TryDequeue(out var pair, out _))
        {
            // A pair whose symbols were merged with others in the meantime is gone.
            var right = next[pair.At];
            if (span[pair.At] != pair.Left || right == span.Length || span[right] != pair.Right)
                continue;
            span[pair.At] = merges.Find(pair.Left, pair.Right).Symbol;
            span[right] = -1;
            next[pair.At] = next[right];
            if (next[right] < span.Length)
                previous[next[right]] = pair.At;
            if (previous[pair.At] >= 0)
                Enqueue(span, previous[pair.At]);
            Enqueue(span, pair.At);
        }
        return [.. symbols.Where(symbol => symbol >= 0)];

        void Enqueue(ReadOnlySpan<int> symbols, int at)
        {
            if (next[at] < symbols.Length && merges.Find(symbols[at], symbols[next[at]]) is { Symbol: >= 0 } merge)
                queue.Enqueue((symbols[at], symbols[next[at]], at), (merge.Rank, at));
        }
    }
}
