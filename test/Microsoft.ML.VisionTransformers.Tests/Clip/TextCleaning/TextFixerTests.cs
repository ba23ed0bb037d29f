using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

/// <summary>What ftfy 6.3 answers; many of the examples are those of its documentation.</summary>
public sealed class TextFixerTests
{
    [Theory]
    [InlineData("âœ” No problems", "✔ No problems")]
    [InlineData("&macr;\\_(ã\u0083\u0084)_/&macr;", "¯\\_(ツ)_/¯")]
    [InlineData("Broken text&hellip; it&#x2019;s ﬂubberiﬁc!", "Broken text… it's flubberific!")]
    [InlineData("ＬＯＵＤ　ＮＯＩＳＥＳ", "LOUD NOISES")]
    [InlineData("P&EACUTE;REZ BUNDESSTRA&SZLIG;E &nTILDE;", "PÉREZ BUNDESSTRASSE &nTILDE;")]
    [InlineData("this&not that &amp", "this&not that &amp")]
    [InlineData("voilÃ le travail", "voilà le travail")]
    [InlineData("sÃ³", "só")]
    [InlineData("schÃƒÂ¶n", "schön")]
    [InlineData("â€œ like this â€\uFFFD", "\" like this \uFFFD")]
    [InlineData("not such a fan of Charlotte Brontë…\"", "not such a fan of Charlotte Brontë…\"")]
    [InlineData("This text was never UTF-8 at all\u0085", "This text was never UTF-8 at all…")]
    [InlineData("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет")]
    [InlineData("РїСЂРёРІРµС‚", "привет")]
    [InlineData("l’été “indien” â€“ naÃ¯ve", "l'été \"indien\" – naïve")]
    [InlineData("\u001B[36;44mI'm blue\u001B[0m", "I'm blue")]
    [InlineData("\u001B[ m\u001B", "[ m")]
    [InlineData("ｶﾞﾊﾟ ￣", "ガパ \u0020\u0304")]
    [InlineData("ŉ Ǆ ĳ æ", "'n DŽ ij æ")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\uFEFFParty like\nit&rsquo;s 1999!", "Party like\nit's 1999!")]
    [InlineData("&amp;amp;", "&")]
    public void FixesText(string text, string expected) => Assert.Equal(expected, TextFixer.Fix(text));

    [Theory]
    [InlineData("amp;", "lt;3", "<3")]
    [InlineData("#38;", "x", "&x")]
    [InlineData("#x26;", "eacute;", "é")]
    public void ChainsOfReferencesAreNoWork(string link, string end, string expected)
        => Assert.Equal(expected, TextFixer.Fix("&" + string.Concat(Enumerable.Repeat(link, 50_000)) + end));

    [Theory]
    [InlineData("<em>&lt;3</em>\n&lt;", "<em>&lt;3</em>\n&lt;")]
    [InlineData("&lt;\n<b>\n&lt;", "<\n<b>\n&lt;")]
    public void ReferencesStayFromTheFirstAngleBracketOn(string text, string expected) => Assert.Equal(expected, TextFixer.Fix(text));

    [Fact]
    public void HalvesOfSurrogatePairsAreReplaced() => Assert.Equal("\uFFFD x 😀 \uFFFD", TextFixer.Fix("\uD83D x \uD83D\uDE00 \uDE00"));

    [Fact]
    public void LinesHaveTheirOwnEncodings() => Assert.Equal("só\nпривет\n", TextFixer.Fix("sÃ³\nРїСЂРёРІРµС‚\n"));

    [Fact]
    public void AMillionCharactersAreLookedAtTogether()
    {
        // The second half of the pair is beyond the limit: each half is sound by itself.
        var text = new string('x', 999_999) + "Ã³";
        Assert.Equal(text, TextFixer.Fix(text));
        Assert.Equal(new string('x', 999_998) + "ó", TextFixer.Fix(new string('x', 999_998) + "Ã³"));
    }
}
