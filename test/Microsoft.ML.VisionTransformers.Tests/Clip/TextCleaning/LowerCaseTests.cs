using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

/// <summary>What Python's str.lower answers.</summary>
public sealed class LowerCaseTests
{
    [Theory]
    [InlineData("ΟΔΟΣ ΣΟΦΟΣ", "οδος σοφος")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ. ΑΣ'Α ΑΣ.Α", "ας. ασ'α ασ.α")]
    [InlineData("Α\u0301Σ\u0301", "α\u0301ς\u0301")]
    [InlineData("Α1Σ", "α1σ")]
    [InlineData("ªΣ ⒶΣ 𝐀Σ", "ªς ⓐς 𝐀ς")]
    [InlineData("İstanbul", "i\u0307stanbul")]
    [InlineData("ẞ Ⅿ 𐐀 Ǆ ſ", "ß ⅿ 𐐨 ǆ ſ")]
    public void LowersAsPythonDoes(string text, string expected) => Assert.Equal(expected, LowerCase.Of(text));
}
