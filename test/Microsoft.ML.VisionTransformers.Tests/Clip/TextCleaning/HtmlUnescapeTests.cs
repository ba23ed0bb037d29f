using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

/// <summary>What Python's html.unescape answers.</summary>
public sealed class HtmlUnescapeTests
{
    [Theory]
    [InlineData("&notit; &notin;", "¬it; ∉")]
    [InlineData("&copy2020 &copysr;", "©2020 ℗")]
    [InlineData("&unknown; & &; &x", "&unknown; & &; &x")]
    [InlineData("&CounterClockwiseContourIntegral;", "∳")]
    [InlineData("&NotEqualTilde;", "\u2242\u0338")]
    [InlineData("&#65;&#x42;&#X43 &#68z", "ABC Dz")]
    [InlineData("&#128;&#x96;&#x81;", "€–\u0081")]
    [InlineData("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#1;&#x1F;&#x7F;&#xFDD0;&#x1FFFE;&#11;", "")]
    [InlineData("&#13;&#12;&#9;", "\r\f\t")]
    [InlineData("&#; &#x; &#xg;", "&#; &#x; &#xg;")]
    [InlineData("&amp&lt", "&<")]
    [InlineData("&😀amp;", "&😀amp;")]
    public void ResolvesReferences(string text, string expected) => Assert.Equal(expected, HtmlUnescape.Of(text));

    [Fact]
    public void TextWithoutReferencesIsTheSame()
    {
        var text = "nothing here";
        Assert.Same(text, HtmlUnescape.Of(text));
    }
}
