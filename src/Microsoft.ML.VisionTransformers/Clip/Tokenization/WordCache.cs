using System.Collections.Concurrent;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>The symbols of words that were met before: captions use the same few thousand. Safe from many threads, and bounded.</summary>
internal sealed class WordCache
{
    private const int MostWords = 1 << 16;
    private const int LongestWord = 32;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _count;

    public WordCache()
    {
        _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int[]? Find(ReadOnlySpan<char> word) => _bySpan.TryGetValue(word, out var symbols) ? symbols : null;

    public void Add(ReadOnlySpan<char> word, int[] symbols)
    {
        // Words beyond the first 65,536 are rare ones: they are merged anew each time.
        if (word.Length <= LongestWord && Volatile.Read(ref _count) < MostWords && _words.TryAdd(word.ToString(), symbols))
            Interlocked.Increment(ref _count);
    }
}
