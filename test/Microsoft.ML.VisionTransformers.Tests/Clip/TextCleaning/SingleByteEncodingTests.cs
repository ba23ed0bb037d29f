using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.TextCleaning;

public sealed class SingleByteEncodingTests
{
    [Fact]
    public void EveryByteHasACharacterOfItsOwn()
    {
        foreach (var encoding in SingleByteEncoding.Suspects)
        {
            var text = string.Concat(Enumerable.Range(0, 256).Select(value => encoding.Decode((byte)value)));
            Assert.Equal(Enumerable.Range(0, 256).Select(value => (byte)value), encoding.TryEncode(text));
        }
    }

    [Theory]
    [InlineData("windows-1252", 0x80, '€')]
    [InlineData("windows-1252", 0x81, '\u0081')]
    [InlineData("windows-1252", 0x1A, '\uFFFD')]
    [InlineData("windows-1251", 0xE0, 'а')]
    [InlineData("windows-1250", 0xE8, 'č')]
    [InlineData("windows-1253", 0xE1, 'α')]
    [InlineData("windows-1254", 0xF0, 'ğ')]
    [InlineData("windows-1257", 0xE2, 'ā')]
    [InlineData("iso-8859-2", 0xB1, 'ą')]
    [InlineData("macroman", 0xDB, '€')]
    [InlineData("cp437", 0xE1, 'ß')]
    [InlineData("latin-1", 0x1A, '\u001A')]
    public void ReadsBytes(string name, int value, char expected)
        => Assert.Equal(expected, SingleByteEncoding.Suspects.Single(encoding => encoding.Name == name).Decode((byte)value));

    [Fact]
    public void WhatItLacksIsNotEncoded() => Assert.Null(SingleByteEncoding.Windows1252.TryEncode("aб"));
}
