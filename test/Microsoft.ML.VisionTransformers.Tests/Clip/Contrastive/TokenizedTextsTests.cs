using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

public class TokenizedTextsTests
{
    private static readonly ClipTokenizer s_tokenizer = ClipTokenizer.Load(ClipVocabularyFile.Path, new ClipTokenizerOptions { ContextLength = 6, PadWithEndToken = true });

    [Fact]
    public void TextsThatTheNetworkCannotTellApartAreOne()
    {
        var texts = new TokenizedTexts(s_tokenizer);
        Assert.Equal([0, 1, 0, 0, 2], new[] { "a dog", "a cat", "A  Dog", "a dog", "\u72d7" }.Select(text => texts.Add(text)!.Value));
        Assert.Equal((3, 0), (texts.Count, texts.Truncated));
    }

    [Fact]
    public void TextsWithoutTokensAreNone()
    {
        var texts = new TokenizedTexts(s_tokenizer);
        foreach (var text in new[] { "", "  ", "\u0007", "" })
            Assert.Null(texts.Add(text));
        Assert.Equal(0, texts.Count);
    }

    [Fact]
    public void WhatIsCutIsCountedAndWhatJustFitsIsNot()
    {
        var texts = new TokenizedTexts(s_tokenizer);
        texts.Add("one two three four");
        Assert.Equal(0, texts.Truncated);
        Assert.Equal(0, texts.Add("one two three four five"));
        texts.Add("one two three four five");
        Assert.Equal((1, 1), (texts.Count, texts.Truncated));
    }

    [Fact]
    public void RowsAreTheTokenizersUpToTheirEnd()
    {
        using var scope = NewDisposeScope();
        var texts = new TokenizedTexts(s_tokenizer);
        texts.Add("x");
        texts.Add("a dog");
        var expected = s_tokenizer.EncodeRow("a dog");
        Assert.Equal([expected[0], expected[1], expected[2], s_tokenizer.EndToken, 0, 0, 49406], [.. texts.Tokens([1]).data<long>().ToArray(), texts.Tokens([1, 0])[1, 0].item<long>()]);
    }
}
