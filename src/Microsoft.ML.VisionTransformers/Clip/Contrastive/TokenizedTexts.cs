using System.Runtime.InteropServices;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>Different texts as tokens, numbered in the order in which they come; texts are equal when the network can't tell them apart.</summary>
internal sealed class TokenizedTexts(ClipTokenizer tokenizer)
{
    private readonly List<int[]> _tokens = []; // as far as they differ: without padding
    private readonly Dictionary<string, int> _byText = [], _byTokens = [];
    private readonly long[] _row = new long[tokenizer.Options.ContextLength];

    /// <summary>Different texts so far.</summary>
    public int Count => _tokens.Count;

    /// <summary>Different spellings so far.</summary>
    public int Spellings => _byText.Values.Count(number => number >= 0);

    /// <summary>Spellings that were longer than the network reads, and cut.</summary>
    public int Truncated { get; private set; }

    /// <summary>The number of a text; null for one without tokens, which says nothing.</summary>
    public int? Add(string text)
    {
        if (_byText.TryGetValue(text, out var known))
            return known < 0 ? null : known;
        tokenizer.EncodeRow(text, _row);
        var end = Array.IndexOf(_row, (long)tokenizer.EndToken);
        if (end is 0 or 1)
        {
            _byText[text] = -1;
            return null;
        }
        int[] tokens = [.. _row.AsSpan(0, end < 0 ? _row.Length : end + 1).ToArray().Select(token => (int)token)];
        var key = new string(MemoryMarshal.Cast<int, char>(tokens));
        if (!_byTokens.TryGetValue(key, out var number))
        {
            number = _byTokens[key] = _tokens.Count;
            _tokens.Add(tokens);
        }
        // One that fills its row may just have fitted.
        if (tokens.Length == _row.Length && tokenizer.Encode(text).Length > _row.Length - 2)
            Truncated++;
        _byText[text] = number;
        return number;
    }

    /// <summary>Goes on with a hash (FNV-1a) over all texts as the network takes them.</summary>
    public ulong Hash(ulong hash)
    {
        foreach (var tokens in _tokens)
            for (var i = 0; i < _row.Length; i++)
                hash = Fnv1a.Add(hash, (ulong)(i < tokens.Length ? tokens[i] : 0));
        return hash;
    }

    /// <summary>Texts as the network takes them, [count, context], padded by 0: what follows a text's end has no influence.</summary>
    public Tensor Tokens(ReadOnlySpan<int> numbers)
    {
        var values = new long[numbers.Length * _row.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            var tokens = _tokens[numbers[i]];
            for (var j = 0; j < tokens.Length; j++)
                values[i * _row.Length + j] = tokens[j];
        }
        return tensor(values, [numbers.Length, _row.Length]);
    }
}
