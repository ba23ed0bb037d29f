using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class HtmlEntitiesTests
{
    [Theory]
    [InlineData("eacute", true, "é")]
    [InlineData("eacute", false, "é")]
    [InlineData("checkmark", true, "✓")]
    [InlineData("checkmark", false, null)]
    [InlineData("Jscr", true, "𝒥")]
    [InlineData("bne", true, "=\u20E5")]
    [InlineData("EACUTE", true, null)]
    public void KnowsTheNamesOfHtml5(string name, bool semicolon, string? expected) => Assert.Equal(expected, HtmlEntities.Find(name, semicolon));

    [Theory]
    [InlineData("GTX", true)]
    [InlineData("NTILDE", false)]
    [InlineData("", false)]
    public void KnowsWhatNamesBeginWith(string name, bool expected) => Assert.Equal(expected, HtmlEntities.HasBarePrefix(name));
}
