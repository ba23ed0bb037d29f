using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class ImageDecoderTests
{
    [Fact]
    public void DecodesWhatWasEncoded()
    {
        var image = PillowResizeTests.Noise(13, 7);
        var decoded = ImageDecoder.Decode(TestImages.Bmp(image));
        Assert.Equal((13, 7), (decoded.Width, decoded.Height));
        Assert.Equal(image.Pixels, decoded.Pixels);
    }

    [Theory]
    [InlineData(MLPixelFormat.Bgra32)]
    [InlineData(MLPixelFormat.Rgba32)]
    public void TakesEitherOrderOfColours(MLPixelFormat format)
    {
        byte[] packed = Enumerable.Range(0, 9 * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i)).ToArray();
        using var image = MLImage.CreateFromPixels(9, 1, format, packed);
        byte[] rgb = ImageDecoder.Decode(image).Pixels;
        for (int x = 0; x < 9; x++)
            for (int c = 0; c < 3; c++)
                Assert.Equal(packed[x * 4 + (format == MLPixelFormat.Bgra32 ? 2 - c : c)], rgb[x * 3 + c]);
    }

    [Fact]
    public void DropsAlphaAndKeepsTheColour()
    {
        byte[] rgb = [100, 50, 200, 9, 8, 7];
        PackedPixels.RestoreColours([50, 25, 100, 128, 9, 8, 7, 255], rgb);
        Assert.Equal([199, 100, 255, 9, 8, 7], rgb);
    }

    [Fact]
    public void NamesAFileThatIsMissing()
    {
        var e = Assert.Throws<FileNotFoundException>(() => ImageDecoder.Decode("no/such.png"));
        Assert.Contains("no/such.png", e.Message);
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(5, "not a JPEG")]
    [InlineData(40, "damaged")]
    public void NamesAFileThatIsCutOffAndSaysWhy(int length, string reason)
    {
        byte[] file = File.ReadAllBytes(Golden.PathOf("swin-clip/images/noise_rgb_80x64.png"))[..length];
        var e = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, "cut.png"));
        Assert.Equal("cut.png", e.ImageName);
        Assert.Contains(reason, e.Message);
    }

    [Fact]
    public void RefusesGiantsBeforeDecodingThem()
    {
        foreach (byte[] file in new[] { GiantPng(), GiantGif(), GiantJpeg(), GiantBmp() })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var e = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, "giant"));
            Assert.Contains("30000 x 30000", e.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void ReadsSizesFromHeaders()
    {
        Assert.True(ImageHeader.TryRead([.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0], out var header));
        Assert.Equal(new ImageHeader("WebP", 100, 50), header);
        Assert.True(ImageHeader.TryRead([.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 48, 0], out header));
        Assert.Equal(new ImageHeader("WebP", 64, 48), header);
        Assert.False(ImageHeader.TryRead("a text that is no image, however long it may go on"u8, out _));
    }

    private static byte[] GiantPng() =>
        [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 2, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] GiantGif() => [.. "GIF89a"u8, 0x30, 0x75, 0x30, 0x75, 0, 0, 0];

    private static byte[] GiantJpeg() =>
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, 0x75, 0x30, 0x75, 0x30, 1, 1, 0x11, 0, 0xFF, 0xD9];

    private static byte[] GiantBmp()
    {
        byte[] file = TestImages.Bmp(new RgbImage(1, 1));
        BitConverter.TryWriteBytes(file.AsSpan(18), 30000);
        BitConverter.TryWriteBytes(file.AsSpan(22), -30000);
        return file;
    }
}
