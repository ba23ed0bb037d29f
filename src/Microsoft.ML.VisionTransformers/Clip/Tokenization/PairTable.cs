using System.Numerics;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>Which two symbols merge, how soon, and to what: a flat hash table that is filled once and read from many threads.</summary>
internal sealed class PairTable
{
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] _pairs;
    private readonly (int Rank, int Symbol)[] _merges;
    private readonly int _mask;

    public PairTable(int count)
    {
        // At most half full, so that a pair that doesn't merge is known after a step or two.
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 2));
        _pairs = new ulong[size];
        _merges = new (int, int)[size];
        _mask = (int)size - 1;
        Array.Fill(_pairs, Empty);
    }

    /// <summary>False when the pair is there already.</summary>
    public bool TryAdd(int left, int right, int rank, int symbol)
    {
        var slot = Slot(left, right, out var pair);
        if (_pairs[slot] == pair)
            return false;
        _pairs[slot] = pair;
        _merges[slot] = (rank, symbol);
        return true;
    }

    /// <summary>The rank (lower merges sooner) and what the pair becomes; a rank of int.MaxValue when it doesn't merge.</summary>
    public (int Rank, int Symbol) Find(int left, int right)
    {
        var slot = Slot(left, right, out var pair);
        return _pairs[slot] == pair ? _merges[slot] : (int.MaxValue, -1);
    }

    /// <summary>The pairs, those that merge first coming first.</summary>
    public IEnumerable<(int Left, int Right)> ByRank() => _pairs.Zip(_merges, (pair, merge) => (pair, merge.Rank)).Where(entry => entry.pair != Empty)
        .OrderBy(entry => entry.Rank).Select(entry => ((int)(entry.pair >> 32), (int)(uint)entry.pair));

    private int Slot(int left, int right, out ulong pair)
    {
        pair = (ulong)(uint)left << 32 | (uint)right;
        // Fibonacci hashing: the high bits of the product are well mixed.
        var slot = (int)(pair * 0x9E3779B97F4A7C15 >> 32) & _mask;
        while (_pairs[slot] != pair && _pairs[slot] != Empty)
            slot = (slot + 1) & _mask;
        return slot;
    }
}
