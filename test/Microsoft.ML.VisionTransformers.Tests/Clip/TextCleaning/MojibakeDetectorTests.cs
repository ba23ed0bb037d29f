using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class MojibakeDetectorTests
{
    [Theory]
    [InlineData("schÃ¶n")]
    [InlineData("\u0085")]
    [InlineData("Ã ")]
    [InlineData("bÂ ")]
    [InlineData("Ø§Ù„")]
    [InlineData("ГўВЂВ™s")]
    [InlineData("β€™")]
    [InlineData("ā€")]
    [InlineData("Œ1")]
    public void SeesGarbledText(string text) => Assert.True(MojibakeDetector.IsGarbled(text));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Zürich Österreich straße")]
    [InlineData("Œuvre")]
    [InlineData("Привет, мир")]
    [InlineData("一只猫")]
    [InlineData("¿Qué? ¡Sí! 5 € £3")]
    [InlineData("(Ö_Ö)")]
    public void LeavesSoundTextAlone(string text) => Assert.False(MojibakeDetector.IsGarbled(text));
}
