using Microsoft.ML.Data;

namespace Foundation.Tests.ML.ImageAnalytics;

public sealed class MLImageSavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private byte[] RoundTrip(string name, int width, int height, byte[] pixels, MLPixelFormat format = MLPixelFormat.Bgra32)
    {
        var path = Path.Combine(_folder, name);
        using (var image = MLImage.CreateFromPixels(width, height, format, pixels))
            image.Save(path);
        using var loaded = MLImage.CreateFromFile(path);
        Assert.Equal((width, height), (loaded.Width, loaded.Height));
        return loaded.Pixels.ToArray();
    }

    private static byte[] Opaque(int width, int height)
    {
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i % 4 == 3 ? (byte)255 : (byte)(i * 7 / 5);
        return pixels;
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.PNG")]
    [InlineData("a.webp")]
    public void WithoutLoss(string name) => Assert.Equal(Opaque(13, 9), RoundTrip(name, 13, 9, Opaque(13, 9)));

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.webp")]
    public void AlphaWithoutLoss(string name)
    {
        byte[] premultiplied = [128, 64, 0, 128, 10, 20, 30, 255, 0, 0, 0, 0];
        Assert.Equal(premultiplied, RoundTrip(name, 3, 1, premultiplied));
    }

    [Fact]
    public void RedFirst() => Assert.Equal([3, 2, 1, 255], RoundTrip("a.png", 1, 1, [1, 2, 3, 255], MLPixelFormat.Rgba32));

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.jpeg")]
    public void JpegIsNear(string name)
    {
        var pixels = new byte[4 * 16 * 16];
        for (var i = 0; i < pixels.Length; i += 4)
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = (40, 90, 200, 255);
        var loaded = RoundTrip(name, 16, 16, pixels);
        Assert.All(loaded.Zip(pixels), p => Assert.InRange(p.First - p.Second, -2, 2));
    }

    [Fact]
    public void OtherFormats()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        var unsupported = Assert.Throws<ArgumentException>(() => image.Save(Path.Combine(_folder, "a.gif")));
        Assert.StartsWith("Saving image with the format '.gif' is not supported.", unsupported.Message);
        var unknown = Assert.Throws<ArgumentException>(() => image.Save(Path.Combine(_folder, "a.txt")));
        Assert.Equal("Path has invalid image file extension. (Parameter 'imagePath')", unknown.Message);
    }

    [Fact]
    public void PixelsWithoutAlphaOfAnyWidth()
    {
        for (var width = 1; width < 20; width++)
        {
            using var image = MLImage.CreateFromPixels(width, 1, MLPixelFormat.Rgba32, Opaque(width, 1));
            var expected = Opaque(width, 1).Chunk(4).SelectMany(p => new[] { p[2], p[1], p[0] });
            Assert.Equal(expected, image.GetBGRPixels);
        }
    }
}
