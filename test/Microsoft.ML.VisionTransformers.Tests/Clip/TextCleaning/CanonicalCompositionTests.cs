using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

/// <summary>Unicode's form C; these tests run with InvariantGlobalization, where string.Normalize does nothing.</summary>
public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("cafe\u0301", "café")]
    [InlineData("e\u0302\u0301", "ế")]
    [InlineData("e\u0301\u0302", "é\u0302")]
    [InlineData("a\u0301\u0327", "á\u0327")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u212B\u2126\u212A", "\u00C5\u03A9K")]
    [InlineData("\u1100\u1161\u11A8", "각")]
    [InlineData("\uAC00\u11A8", "각")]
    [InlineData("か\u3099", "が")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\u0301e", "\u0301e")]
    public void Composes(string text, string expected) => Assert.Equal(expected, CanonicalComposition.Normalize(text));

    [Fact]
    public void TextWithoutMarksIsTheSame()
    {
        var text = "Zürich";
        Assert.Same(text, CanonicalComposition.Normalize(text));
    }
}
