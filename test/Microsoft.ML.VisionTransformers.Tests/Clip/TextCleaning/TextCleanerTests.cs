using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("  Tabs\tand\r\nLINES \f ", "tabs and lines")]
    [InlineData("“Smart” ‘quotes’", "\"smart\" 'quotes'")]
    [InlineData("&amp;amp;lt;b&amp;gt;", "<b>")]
    [InlineData("null\0byte", "nullbyte")]
    [InlineData("\u001C\u001D\u001E\u001F", "")]
    [InlineData("İI", "i\u0307i")]
    [InlineData("\u2028line\u2029para\u0085", "line para…")]
    public void CleansAsOpenAIDoes(string text, string expected) => Assert.Equal(expected, TextCleaner.Clean(text, repair: true));

    [Theory]
    [InlineData("“x”", "“x”")]
    [InlineData("cafe\u0301", "cafe\u0301")]
    [InlineData("a\u001Cb \u001C", "a\u001Cb")]
    [InlineData("&eacute; &copy 2020", "é © 2020")]
    public void LeavesRepairsOutWhenAsked(string text, string expected) => Assert.Equal(expected, TextCleaner.Clean(text, repair: false));
}
