using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Clip.TextCleaning;
using Microsoft.ML.VisionTransformers.Clip.Tokenization;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// Turns text into the tokens that CLIP's text tower reads: byte-pair encoding with OpenAI's vocabulary of 49,408 symbols (Radford et al.,
/// arXiv:2103.00020; openai/CLIP, <c>clip/simple_tokenizer.py</c>), token for token. One tokenizer serves any number of threads.
/// </summary>
public sealed class ClipTokenizer
{
    private readonly BytePairVocabulary _vocabulary;
    private readonly string _start;
    private readonly string _end;
    private readonly WordCache _words = new();

    private ClipTokenizer(BytePairVocabulary vocabulary, ClipTokenizerOptions options)
    {
        _vocabulary = vocabulary;
        Options = options;
        (_start, _end) = SpecialSymbols.Of(options.SpecialTokens);
    }

    /// <summary>How texts are cut, padded and cleaned.</summary>
    public ClipTokenizerOptions Options { get; }

    /// <summary>Tokens there are; 49,408 in CLIP's vocabulary.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>The token before each text: 49406 in CLIP's vocabulary.</summary>
    public int StartToken => _vocabulary.Start;

    /// <summary>The token after each text: 49407 in CLIP's vocabulary.</summary>
    public int EndToken => _vocabulary.End;

    /// <summary>Reads a vocabulary. This package holds none; every published checkpoint comes with one.</summary>
    /// <param name="path">
    /// A checkpoint's folder, a file in it, or a vocabulary: <c>vocab.json</c> with <c>merges.txt</c> beside it or <c>tokenizer.json</c>
    /// (HuggingFace, open_clip), <c>bpe_simple_vocab_16e6.txt.gz</c> or the same unpacked (OpenAI, FlagAI). In a folder they are looked for
    /// in that order.
    /// </param>
    /// <param name="options">
    /// Null for those of the library that the folder is of: <see cref="ClipTokenizerOptions.HuggingFace"/>,
    /// <see cref="ClipTokenizerOptions.OpenClip"/> (FlagAI's folders too), or the defaults.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The context length is below 2.</exception>
    /// <exception cref="FileNotFoundException">There is no vocabulary at the path.</exception>
    /// <exception cref="CheckpointFormatException">A file is cut off or no vocabulary; the message names file and line.</exception>
    public static ClipTokenizer Load(string path, ClipTokenizerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(options?.ContextLength ?? int.MaxValue, 2, nameof(options));
        var (vocabulary, usual) = VocabularyFiles.Open(path, options?.SpecialTokens);
        return new ClipTokenizer(vocabulary, options ?? usual);
    }

    /// <summary>
    /// Writes the vocabulary into a folder, as <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>: what transformers'
    /// <c>CLIPTokenizer</c> and <see cref="Load(string, ClipTokenizerOptions?)"/> read.
    /// </summary>
    /// <param name="folder">Created, or its files of these names replaced.</param>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, VocabularyWriter.Numbers), stream => VocabularyWriter.WriteNumbers(_vocabulary, stream));
        WholeFile.Write(Path.Combine(folder, VocabularyWriter.Merges), stream => VocabularyWriter.WriteMerges(_vocabulary, stream));
        var (start, end) = (_vocabulary.SymbolOf(StartToken), _vocabulary.SymbolOf(EndToken));
        var config = new JsonObject
        {
            ["tokenizer_class"] = "CLIPTokenizer", ["bos_token"] = start, ["eos_token"] = end, ["unk_token"] = end, ["pad_token"] = end,
            ["add_prefix_space"] = false, ["do_lower_case"] = true, ["errors"] = "replace", ["model_max_length"] = Options.ContextLength,
        };
        WholeFile.Write(Path.Combine(folder, "tokenizer_config.json"), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            config.WriteTo(json);
        });
    }

    /// <summary>The same vocabulary with other options.</summary>
    internal ClipTokenizer With(ClipTokenizerOptions options) => new(_vocabulary, options);

    /// <summary>The two files of the vocabulary, for an archive.</summary>
    internal IEnumerable<(string Name, Action<Stream> Write)> Files =>
    [
        (VocabularyWriter.Numbers, stream => VocabularyWriter.WriteNumbers(_vocabulary, stream)),
        (VocabularyWriter.Merges, stream => VocabularyWriter.WriteMerges(_vocabulary, stream)),
    ];

    /// <summary>Reads what <see cref="Files"/> wrote.</summary>
    /// <param name="open">Opens one of the files, to be read from its start.</param>
    /// <param name="options">As they were.</param>
    internal static ClipTokenizer Load(Func<string, Stream> open, ClipTokenizerOptions options)
    {
        using Stream numbers = open(VocabularyWriter.Numbers), merges = open(VocabularyWriter.Merges);
        return new ClipTokenizer(HuggingFaceVocabulary.ReadPair(numbers, VocabularyWriter.Numbers, merges, VocabularyWriter.Merges), options);
    }

    /// <summary>All tokens of a text, however many, without those for start and end.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> tokens = [];
        Encode(text, tokens, int.MaxValue);
        return [.. tokens];
    }

    /// <summary>One text as a model takes it: start, tokens, end, padding.</summary>
    /// <returns><see cref="ClipTokenizerOptions.ContextLength"/> tokens.</returns>
    /// <exception cref="ArgumentException">The text is too long, and <see cref="ClipTruncation.Refuse"/> was asked for.</exception>
    public long[] EncodeRow(string text)
    {
        var row = new long[Options.ContextLength];
        EncodeRow(text, row);
        return row;
    }

    /// <summary>One text as a model takes it, into memory that is there already, such as a row of a batch.</summary>
    /// <param name="text">The text.</param>
    /// <param name="row">Takes <see cref="ClipTokenizerOptions.ContextLength"/> tokens: start, tokens, end, padding.</param>
    /// <exception cref="ArgumentException">The row has another length, or the text is too long and <see cref="ClipTruncation.Refuse"/> was asked for.</exception>
    public void EncodeRow(string text, Span<long> row)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (row.Length != Options.ContextLength)
            throw new ArgumentException($"A row has {Options.ContextLength} tokens, and this one {row.Length}.", nameof(row));
        List<int> tokens = new(row.Length) { StartToken };
        Encode(text, tokens, Options.Truncation == ClipTruncation.Refuse ? int.MaxValue : row.Length);
        tokens.Add(EndToken);
        if (tokens.Count > row.Length && Options.Truncation == ClipTruncation.Refuse)
        {
            throw new ArgumentException(
                $"\"{Shortened(text)}\" has {tokens.Count} tokens, and the model takes {row.Length}. Shorten it, or have it cut: "
                + $"{nameof(ClipTokenizerOptions.Truncation)} = {nameof(ClipTruncation)}.{nameof(ClipTruncation.KeepEnd)}.", nameof(text));
        }
        for (var i = 0; i < row.Length; i++)
            row[i] = i < tokens.Count ? tokens[i] : Options.PadWithEndToken ? EndToken : 0;
        if (tokens.Count > row.Length && Options.Truncation == ClipTruncation.KeepEnd)
            row[^1] = EndToken;
    }

    /// <summary>Texts as a model takes them.</summary>
    /// <returns>[texts, <see cref="ClipTokenizerOptions.ContextLength"/>] tokens.</returns>
    /// <exception cref="ArgumentException">A text is too long, and <see cref="ClipTruncation.Refuse"/> was asked for.</exception>
    public long[,] EncodeBatch(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var rows = new long[texts.Count, Options.ContextLength];
        for (var i = 0; i < texts.Count; i++)
            EncodeRow(texts[i], System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref rows[i, 0], Options.ContextLength));
        return rows;
    }

    /// <summary>
    /// The text of tokens: what was encoded, cleaned, in lower case, and with a space after each word or sign. Start, end and padding are
    /// written as they are spelt.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Decode(params IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            var symbol = _vocabulary.SymbolOf(token)
                ?? throw new ArgumentOutOfRangeException(nameof(tokens), token, $"The vocabulary has {VocabularySize} tokens, and none of that number.");
            ByteSymbols.Append(symbol, bytes);
        }
        return ByteSymbols.Decode(bytes).Replace(BytePairVocabulary.EndOfWord, " ", StringComparison.Ordinal);
    }

    /// <summary>The text as it is encoded: repaired, without HTML's references, with single spaces, in lower case.</summary>
    internal string Clean(string text) => TextCleaner.Clean(text, Options.RepairText);

    /// <summary>Adds the tokens of a text, and stops once there are more than a limit.</summary>
    private void Encode(string text, List<int> tokens, int limit)
    {
        var pieces = new TextPieces(Clean(text), _start, _end);
        while (tokens.Count <= limit && pieces.MoveNext())
        {
            var piece = pieces.Current;
            if (piece[0] == '<' && (piece.SequenceEqual(_start) || piece.SequenceEqual(_end)))
            {
                tokens.Add(piece.SequenceEqual(_start) ? StartToken : EndToken);
                continue;
            }
            var symbols = _words.Find(piece);
            if (symbols is null)
            {
                symbols = BytePairMerger.Encode(_vocabulary, piece);
                _words.Add(piece, symbols);
            }
            tokens.AddRange(symbols);
        }
    }

    private static string Shortened(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
