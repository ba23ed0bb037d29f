using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class Utf8VariantsTests
{
    [Theory]
    [InlineData("41C3A9", "Aé")]
    [InlineData("C08041", "\0A")]
    [InlineData("EDA0BDEDB88041", "😀A")]
    [InlineData("EFBBBF41", "\uFEFFA")]
    [InlineData("C081", null)]
    [InlineData("EDA0BD", null)]
    [InlineData("EDB880EDA0BD", null)]
    [InlineData("C3", null)]
    [InlineData("F4908080", null)]
    public void DecodesStrictly(string bytes, string? expected) => Assert.Equal(expected, Utf8Variants.TryDecode(Convert.FromHexString(bytes)));
}
