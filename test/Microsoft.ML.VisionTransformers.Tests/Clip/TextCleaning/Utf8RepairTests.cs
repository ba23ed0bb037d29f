using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class Utf8RepairTests
{
    [Theory]
    [InlineData("C320", "C3A020")]
    [InlineData("C3207320", "C3A07320")]
    [InlineData("C3202020", "C3A02020")]
    [InlineData("E22093", "E2A093")]
    [InlineData("E28020", "E280A0")]
    [InlineData("E48020", "E48020")]
    [InlineData("F09F2081", "F09FA081")]
    [InlineData("412042", "412042")]
    public void RestoresNoBreakSpaces(string bytes, string expected)
        => Assert.Equal(expected, Convert.ToHexString(Utf8Repair.RestoreNoBreakSpaces(Convert.FromHexString(bytes))));

    [Theory]
    [InlineData("C21A", "EFBFBD")]
    [InlineData("C33F", "EFBFBD")]
    [InlineData("C43F", "C43F")]
    [InlineData("E2801A", "EFBFBD")]
    [InlineData("E21A3F", "EFBFBD")]
    [InlineData("E23F3F", "E23F3F")]
    [InlineData("F09F1A1A", "EFBFBD")]
    [InlineData("EDA01AEDB080", "EFBFBD")]
    [InlineData("411A3F", "41EFBFBD3F")]
    public void ReplacesWhatWasLost(string bytes, string expected)
        => Assert.Equal(expected, Convert.ToHexString(Utf8Repair.ReplaceLossy(Convert.FromHexString(bytes))));
}
