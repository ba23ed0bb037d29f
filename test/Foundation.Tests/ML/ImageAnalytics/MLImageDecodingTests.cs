using System.Buffers.Binary;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>What the pixels of decoded files are: blue, green, red, alpha.</summary>
public class MLImageDecodingTests
{
    private static byte[] Decode(byte[] file, int width, int height)
    {
        using var image = MLImage.CreateFromStream(new MemoryStream(file));
        Assert.Equal((width, height, MLPixelFormat.Bgra32), (image.Width, image.Height, image.PixelFormat));
        return image.Pixels.ToArray();
    }

    private static byte[] Pixel(byte[] pixels, int width, int x, int y) => pixels[(4 * (y * width + x))..(4 * (y * width + x) + 4)];

    [Fact]
    public void GreyPng() => Assert.Equal(new byte[] { 7, 7, 7, 255, 250, 250, 250, 255 }, Decode(PngFile.Make(2, 1, 8, PngFile.Grey, [[7, 250]]), 2, 1));

    [Fact]
    public void OneBitPng() => Assert.Equal(new byte[] { 255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255 }, Decode(PngFile.Make(3, 1, 1, PngFile.Grey, [[0b1010_0000]]), 3, 1));

    [Fact]
    public void RgbPng() => Assert.Equal(new byte[] { 3, 2, 1, 255, 6, 5, 4, 255 }, Decode(PngFile.Make(1, 2, 8, PngFile.Rgb, [[1, 2, 3], [4, 5, 6]]), 1, 2));

    [Fact]
    public void GreyPngWithAlphaIsPremultiplied() =>
        Assert.Equal(new byte[] { 100, 100, 100, 128, 0, 0, 0, 0 }, Decode(PngFile.Make(2, 1, 8, PngFile.GreyAlpha, [[200, 128, 90, 0]]), 2, 1));

    [Fact]
    public void RgbaPngIsPremultiplied() => Assert.Equal(new byte[] { 12, 8, 4, 51 }, Decode(PngFile.Make(1, 1, 8, PngFile.Rgba, [[20, 40, 60, 51]]), 1, 1));

    [Fact]
    public void PalettePng() =>
        Assert.Equal(
            new byte[] { 3, 2, 1, 255, 6, 5, 4, 255 },
            Decode(PngFile.Make(2, 1, 4, PngFile.Palette, [[0x01]], ("PLTE", [1, 2, 3, 4, 5, 6])), 2, 1));

    [Fact]
    public void PalettePngWithTransparentEntry() =>
        Assert.Equal(
            new byte[] { 0, 0, 0, 0, 6, 5, 4, 255 },
            Decode(PngFile.Make(2, 1, 8, PngFile.Palette, [[0, 1]], ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [0])), 2, 1));

    [Fact]
    public void SixteenBitPngIsNotLinearLight() =>
        Assert.Equal(new byte[] { 128, 64, 16, 255 }, Decode(PngFile.Make(1, 1, 16, PngFile.Rgb, [[16, 16, 64, 64, 128, 128]]), 1, 1));

    [Fact]
    public void SixteenBitGreyPng() => Assert.Equal(new byte[] { 200, 200, 200, 255 }, Decode(PngFile.Make(1, 1, 16, PngFile.Grey, [[200, 200]]), 1, 1));

    [Fact]
    public void GammaAndChromaticityAreNotApplied()
    {
        var gamma = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(gamma, 100000);
        var file = PngFile.Make(1, 1, 8, PngFile.Rgb, [[10, 100, 200]], ("gAMA", gamma), ("tEXt", "a\0b"u8.ToArray()));
        Assert.Equal(new byte[] { 200, 100, 10, 255 }, Decode(file, 1, 1));
    }

    [Fact]
    public void GreyJpeg() => Assert.All(Decode(EncodedImages.GreyJpeg, 8, 8).Chunk(4), p => Assert.Equal(new byte[] { 77, 77, 77, 255 }, p));

    [Fact]
    public void ProgressiveJpeg() =>
        Assert.All(Decode(EncodedImages.ProgressiveJpeg, 16, 8).Chunk(4), p =>
        {
            Assert.InRange(p[0], 58, 62);
            Assert.InRange(p[1], 28, 32);
            Assert.InRange(p[2], 198, 202);
            Assert.Equal(255, p[3]);
        });

    [Fact]
    public void CmykJpeg() =>
        Assert.All(Decode(EncodedImages.CmykJpeg, 8, 8).Chunk(4), p =>
        {
            Assert.InRange(p[0], 42, 44); // 50 * 220 / 255 = 43.1
            Assert.InRange(p[1], 85, 87); // 100 * 220 / 255 = 86.3
            Assert.InRange(p[2], 172, 174); // 200 * 220 / 255 = 172.5
            Assert.Equal(255, p[3]);
        });

    private static readonly byte[][] _gifColors = [[0, 0, 0, 255], [0, 0, 255, 255], [0, 255, 0, 255], [255, 0, 0, 255]];

    [Fact]
    public void Gif()
    {
        var pixels = Decode(EncodedImages.Gif, 4, 3);
        for (var i = 0; i < 12; i++)
            Assert.Equal(_gifColors[(i % 4 + i / 4) % 4], Pixel(pixels, 4, i % 4, i / 4));
    }

    [Fact]
    public void InterlacedGif()
    {
        var pixels = Decode(EncodedImages.InterlacedGif, 3, 10);
        for (var i = 0; i < 30; i++)
            Assert.Equal(_gifColors[(i % 3 + i / 3) % 4], Pixel(pixels, 3, i % 3, i / 3));
    }

    [Fact]
    public void GifWithOffsetAndTransparency()
    {
        var pixels = Decode(EncodedImages.TransparentGif, 5, 4);
        Assert.Equal(new byte[4], Pixel(pixels, 5, 0, 0));
        Assert.Equal(_gifColors[0], Pixel(pixels, 5, 1, 1));
        Assert.Equal(_gifColors[1], Pixel(pixels, 5, 2, 1));
        Assert.Equal(new byte[4], Pixel(pixels, 5, 3, 1));
        Assert.Equal(_gifColors[3], Pixel(pixels, 5, 3, 2));
    }

    [Fact]
    public void FirstFrameOfAWebPAnimation()
    {
        var pixels = Decode(EncodedImages.AnimatedWebP, 4, 3);
        Assert.Equal(new byte[4], Pixel(pixels, 4, 1, 0));
        Assert.Equal(new byte[] { 10, 20, 30, 255 }, Pixel(pixels, 4, 2, 0));
        Assert.Equal(new byte[] { 10, 20, 30, 255 }, Pixel(pixels, 4, 3, 1));
        Assert.Equal(new byte[4], Pixel(pixels, 4, 3, 2));
    }

    [Fact]
    public void LossyWebPWithAlpha() =>
        Assert.All(Decode(EncodedImages.LossyAnimatedWebP, 4, 4).Chunk(4), p =>
        {
            Assert.InRange(p[1], 8, 12);
            Assert.Equal(128, p[3]);
        });
}
