namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// The symbols of a byte-pair encoding (Sennrich et al., arXiv:1508.07909) with their numbers, and the merges by which longer ones are made.
/// A symbol that ends a word carries <c>&lt;/w&gt;</c>.
/// </summary>
internal sealed class BytePairVocabulary
{
    public const string EndOfWord = "</w>";

    private readonly string?[] _symbols;
    private readonly Dictionary<string, int> _numbers;
    private readonly int[] _bytes = new int[256];
    private readonly int[] _lastBytes = new int[256];

    /// <param name="numbers">Symbols and their numbers.</param>
    /// <param name="merges">Pairs of symbols, the first to merge first.</param>
    /// <param name="startSymbol">The symbol before each text.</param>
    /// <param name="endSymbol">The symbol after each text, which also stands for bytes that the vocabulary lacks.</param>
    /// <exception cref="MergeException">A merge names a symbol that isn't there, or was there before.</exception>
    public BytePairVocabulary(Dictionary<string, int> numbers, IReadOnlyList<(string Left, string Right)> merges, string startSymbol, string endSymbol)
    {
        _numbers = numbers;
        Start = numbers[startSymbol];
        End = numbers[endSymbol];
        _symbols = new string?[numbers.Values.Max() + 1];
        foreach (var (symbol, number) in numbers)
            _symbols[number] = symbol;
        for (var value = 0; value < 256; value++)
        {
            var symbol = ByteSymbols.Of((byte)value).ToString();
            _bytes[value] = numbers.GetValueOrDefault(symbol, End);
            _lastBytes[value] = numbers.GetValueOrDefault(symbol + EndOfWord, End);
        }
        Merges = new PairTable(merges.Count);
        var madeBy = new int[Size];
        for (var rank = merges.Count - 1; rank >= 0; rank--)
        {
            if (numbers.TryGetValue(merges[rank].Left + merges[rank].Right, out var made))
                madeBy[made] = rank;
        }
        for (var rank = 0; rank < merges.Count; rank++)
            AddMerge(merges[rank].Left, merges[rank].Right, rank, madeBy);
    }

    /// <summary>The number of the symbol before each text.</summary>
    public int Start { get; }

    /// <summary>The number of the symbol after each text.</summary>
    public int End { get; }

    /// <summary>One more than the largest number: the rows of the embedding.</summary>
    public int Size => _symbols.Length;

    public PairTable Merges { get; }

    /// <summary>The symbol of a byte within a word, or at the end of one.</summary>
    public int ByteSymbol(byte value, bool last) => last ? _lastBytes[value] : _bytes[value];

    /// <summary>Null for a number that no symbol has.</summary>
    public string? SymbolOf(int number) => number >= 0 && number < _symbols.Length ? _symbols[number] : null;

    // That no merge comes before the ones that make its parts is what lets a word be merged in any order of equal ranks.
    private void AddMerge(string left, string right, int rank, int[] madeBy)
    {
        foreach (var part in (ReadOnlySpan<string>)[left, right])
        {
            if (!_numbers.TryGetValue(part, out var number))
                throw new MergeException(rank, $"'{left} {right}' merges '{part}', which the vocabulary lacks");
            if (madeBy[number] > rank)
                throw new MergeException(rank, $"'{left} {right}' merges '{part}' before that is made");
        }
        if (!_numbers.TryGetValue(left + right, out var merged))
            throw new MergeException(rank, $"'{left} {right}' makes '{left + right}', which the vocabulary lacks");
        if (!Merges.TryAdd(_numbers[left], _numbers[right], rank, merged))
            throw new MergeException(rank, $"'{left} {right}' is there twice");
    }
}
