using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class EmbeddedMojibakeTests
{
    [Theory]
    [InlineData("一 schÃ¶n", "一 sch[Ã¶]n")]
    [InlineData("一 Ã©Ã¨ â€œ", "一 [Ã©Ã¨] [â€œ]")]
    [InlineData("žÃ¶", "žÃ¶")]
    [InlineData("Ã¶", "Ã¶")]
    [InlineData("Ã", "Ã")]
    [InlineData("ĘAĘ", "ĘAĘ")]
    public void FindsStretches(string text, string expected) => Assert.Equal(expected, EmbeddedMojibake.Mend(text, stretch => $"[{stretch}]"));
}
