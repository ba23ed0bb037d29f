using System.Buffers.Binary;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.ImageAnalytics;

public class BmpDecodingTests
{
    internal static byte[] Make(int width, int height, int bits, int compression, byte[] extra, byte[] data)
    {
        var file = new byte[54 + extra.Length + data.Length];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + extra.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(30), compression);
        extra.CopyTo(file, 54);
        data.CopyTo(file, 54 + extra.Length);
        return file;
    }

    private static byte[] Decode(byte[] file)
    {
        using var image = MLImage.CreateFromStream(new MemoryStream(file));
        return image.Pixels.ToArray();
    }

    [Fact]
    public void TwentyFourBitsFromTheBottom() =>
        Assert.Equal(new byte[] { 4, 5, 6, 255, 1, 2, 3, 255 }, Decode(Make(1, 2, 24, 0, [], [1, 2, 3, 0, 4, 5, 6, 0])));

    [Fact]
    public void TwentyFourBitsFromTheTop() =>
        Assert.Equal(new byte[] { 1, 2, 3, 255, 4, 5, 6, 255 }, Decode(Make(1, -2, 24, 0, [], [1, 2, 3, 0, 4, 5, 6, 0])));

    [Fact]
    public void ThirtyTwoBitsHaveNoAlphaWithoutAMask() => Assert.Equal(new byte[] { 1, 2, 3, 255 }, Decode(Make(1, 1, 32, 0, [], [1, 2, 3, 9])));

    [Fact]
    public void FourBitsWithPalette() =>
        Assert.Equal(new byte[] { 4, 5, 6, 255, 1, 2, 3, 255 }, Decode(Make(2, 1, 4, 0, [1, 2, 3, 0, 4, 5, 6, 0], [0x10, 0, 0, 0])));

    [Fact]
    public void SixteenBits() => Assert.Equal(new byte[] { 255, 0, 132, 255 }, Decode(Make(1, 1, 16, 0, [], [0x1F, 0x40, 0, 0])));

    [Fact]
    public void SixteenBitsWithMasks() =>
        Assert.Equal(new byte[] { 0, 255, 0, 255 }, Decode(Make(1, 1, 16, 3, [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0], [0xE0, 7, 0, 0])));

    [Fact]
    public void RunsOfEightBits() =>
        Assert.Equal(
            new byte[] { 1, 1, 1, 255, 1, 1, 1, 255, 0, 0, 0, 255, 2, 2, 2, 255, 1, 1, 1, 255, 2, 2, 2, 255 },
            // two rows of three: 2, 1, 2 as they stand; then 1, 1
            Decode(Make(3, 2, 8, 1, [0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0], [0, 3, 2, 1, 2, 0, 0, 0, 2, 1, 0, 1])));

    [Fact]
    public void EndlessRunsOfATruncatedFile() => Assert.Throws<ArgumentException>(() => Decode(Make(3, 2, 8, 1, [0, 0, 0, 0], [2, 0])));
}
