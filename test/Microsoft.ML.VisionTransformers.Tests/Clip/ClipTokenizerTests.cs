using Microsoft.ML.VisionTransformers.Clip;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>Numbers are those of OpenAI's tokenizer, as recorded in swin-clip/clip_tokenizer.json, where not worked out by hand.</summary>
public sealed class ClipTokenizerTests
{
    private static readonly ClipTokenizer s_tokenizer = ClipVocabularyFile.Tokenizer;

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("A photo of a CAT.", new[] { 320, 1125, 539, 320, 2368, 269 })]
    [InlineData("'s't're've'm'll'd", new[] { 568, 713, 982, 1200, 880, 1342, 1896 })]
    [InlineData("3.14159", new[] { 274, 269, 272, 275, 272, 276, 280 })]
    [InlineData("😀😀", new[] { 34503 })]
    [InlineData("<|startoftext|>", new[] { 49406 })]
    [InlineData("<start_of_text>", new[] { 283, 1572, 318, 539, 318, 4160, 285 })]
    [InlineData("schÃ¶n", new[] { 844, 7255, 333 })]
    [InlineData("Σίσυφος ΟΔΟΣ", new[] { 139, 225, 138, 107, 139, 225, 139, 227, 139, 228, 138, 123, 139, 480, 138, 123, 138, 112, 138, 123, 139, 480 })]
    public void EncodesAsOpenAIDoes(string text, int[] tokens) => Assert.Equal(tokens, s_tokenizer.Encode(text));

    [Fact]
    public void SpellsSpecialTokensAsOpenClipDoesWhenAsked()
    {
        var tokenizer = ClipTokenizer.Load(ClipVocabularyFile.Path, ClipTokenizerOptions.OpenClip);
        Assert.Equal([49406, 320, 49407], tokenizer.Encode("<start_of_text>a<END_OF_TEXT>"));
        Assert.Equal([27, 347, 993, 6659, 4160, 91, 285], tokenizer.Encode("<|startoftext|>"));
        Assert.Equal("<start_of_text>a <end_of_text>", tokenizer.Decode(49406, 320, 49407));
    }

    [Fact]
    public void KnowsItsSpecialTokens()
        => Assert.Equal((49408, 49406, 49407), (s_tokenizer.VocabularySize, s_tokenizer.StartToken, s_tokenizer.EndToken));

    [Fact]
    public void RowsHaveStartEndAndPadding()
    {
        var row = s_tokenizer.EncodeRow("a dog");
        Assert.Equal(77, row.Length);
        Assert.Equal([49406, 320, 1929, 49407, 0, 0], row[..6]);
        Assert.All(row[4..], token => Assert.Equal(0, token));
    }

    [Fact]
    public void PadsWithTheEndTokenAsHuggingFaceDoesWhenAsked()
    {
        var tokenizer = ClipTokenizer.Load(ClipVocabularyFile.Path, ClipTokenizerOptions.HuggingFace with { ContextLength = 6 });
        Assert.Equal([49406, 320, 1929, 49407, 49407, 49407], tokenizer.EncodeRow("a dog"));
    }

    [Theory]
    [InlineData(ClipTruncation.KeepEnd, 49407)]
    [InlineData(ClipTruncation.LoseEnd, 2653)]
    public void CutsLongTexts(ClipTruncation truncation, int last)
    {
        var tokenizer = ClipTokenizer.Load(ClipVocabularyFile.Path, new ClipTokenizerOptions { Truncation = truncation });
        var row = tokenizer.EncodeRow(string.Concat(Enumerable.Repeat("word ", 76)));
        Assert.Equal(49406, row[0]);
        Assert.Equal(Enumerable.Repeat(2653L, 75), row[1..^1]);
        Assert.Equal(last, row[^1]);
    }

    [Theory]
    [InlineData(75)]
    [InlineData(76)]
    public void RefusesLongTextsWhenAsked(int words)
    {
        var tokenizer = ClipTokenizer.Load(ClipVocabularyFile.Path, ClipTokenizerOptions.OpenAI);
        var text = string.Concat(Enumerable.Repeat("word ", words));
        if (words == 75)
        {
            Assert.Equal(49407, tokenizer.EncodeRow(text)[^1]);
            return;
        }
        var error = Assert.Throws<ArgumentException>(() => tokenizer.EncodeRow(text));
        Assert.Contains("has 78 tokens, and the model takes 77", error.Message);
    }

    [Fact]
    public void BatchesAreRows()
    {
        var batch = s_tokenizer.EncodeBatch(["a cat", "", "a photo of a dog"]);
        Assert.Equal((3, 77), (batch.GetLength(0), batch.GetLength(1)));
        Assert.Equal([49406, 49406, 49406], [batch[0, 0], batch[1, 0], batch[2, 0]]);
        Assert.Equal([2368, 0, 539], [batch[0, 2], batch[1, 2], batch[2, 3]]);
        Assert.Equal([49407, 49407, 49407], [batch[0, 3], batch[1, 1], batch[2, 6]]);
        Assert.Equal(0, s_tokenizer.EncodeBatch([]).GetLength(0));
    }

    [Fact]
    public void RowsOfAnotherLengthAreRefused()
        => Assert.Throws<ArgumentException>(() => s_tokenizer.EncodeRow("a cat", new long[76]));

    [Theory]
    [InlineData("Hello, world!", "hello , world ! ")]
    [InlineData("你好 world", "你好 world ")]
    [InlineData("a <|endoftext|> b", "a <|endoftext|>b ")]
    [InlineData("a</w>", "a </ w > ")]
    public void DecodesToCleanedText(string text, string decoded) => Assert.Equal(decoded, s_tokenizer.Decode(s_tokenizer.Encode(text)));

    [Fact]
    public void HalvesOfCharactersDecodeToTheReplacementCharacter() => Assert.Equal("\uFFFD", s_tokenizer.Decode(s_tokenizer.Encode("片")[0]));

    [Theory]
    [InlineData(-1)]
    [InlineData(49408)]
    public void DecodingUnknownTokensFails(int token) => Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.Decode(320, token));

    [Fact]
    public void LongWordsMergeAsShortOnesDo()
    {
        // Symbol 32035 is four x: 90 letters are merged pair by pair, 106 with the queue.
        int[] four = [.. Enumerable.Repeat(32035, 4)];
        Assert.Equal([.. four, .. s_tokenizer.Encode(new string('x', 90))], s_tokenizer.Encode(new string('x', 106)));
    }

    [Fact]
    public void AWordOfTwoHundredThousandLettersIsNoHindrance()
        => Assert.Equal(200_000 + 1, s_tokenizer.Decode(s_tokenizer.Encode(new string('k', 200_000))).Length);

    [Fact]
    public void ManyThreadsMayEncode()
    {
        string[] texts = [.. Enumerable.Range(0, 2000).Select(i => $"picture number{(char)('a' + i % 26)}{(char)('a' + i / 26)} of something")];
        var together = ClipTokenizer.Load(ClipVocabularyFile.Path);
        var actual = texts.AsParallel().AsOrdered().Select(text => string.Join(' ', together.Encode(text))).ToArray();
        Assert.Equal(texts.Select(text => string.Join(' ', s_tokenizer.Encode(text))), actual);
    }

    [Fact]
    public void ContextsWithoutRoomAreRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => ClipTokenizer.Load(ClipVocabularyFile.Path, new ClipTokenizerOptions { ContextLength = 1 }));
}
