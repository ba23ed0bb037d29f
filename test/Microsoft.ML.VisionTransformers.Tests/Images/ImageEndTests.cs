using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public sealed class ImageEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".jpg", "JPEG")]
    [InlineData(".png", "PNG")]
    public void AFileThatIsCutAnywhereHasNone(string extension, string format)
    {
        var file = Encoded(extension);
        Assert.True(ImageEnd.IsThere(file, format));
        Assert.True(ImageEnd.IsThere([.. file, 1, 2, 3, 0xFF, 0xDA], format)); // what cameras append, a film for instance, is nothing to us
        for (var length = 60; length < file.Length - 24; length += 7)
            Assert.False(ImageEnd.IsThere(file.AsSpan(0, length), format), $"{length} of {file.Length} bytes");
        Assert.Contains("its end is missing", Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file[..(file.Length / 2)])).Message);
    }

    [Fact]
    public void TheEndOfAThumbnailIsNotThePictures()
    {
        var file = Encoded(".jpg");
        byte[] thumbnail = [.. "Exif\0\0"u8, 0xFF, 0xD8, 0xFF, 0xDA, 0, 0xFF, 0xD9];
        byte[] both = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(thumbnail.Length + 2), .. thumbnail, .. file[2..]];
        Assert.True(ImageEnd.IsThere(both, "JPEG"));
        Assert.False(ImageEnd.IsThere(both.AsSpan(0, both.Length / 2), "JPEG"));
    }

    [Fact]
    public void APngWithoutItsLastChunkHasAllPixels()
    {
        var file = Encoded(".png");
        Assert.True(ImageEnd.IsThere(file.AsSpan(0, file.Length - 12), "PNG"));
        Assert.Equal(40, ImageDecoder.Decode(file[..^12]).Width);
    }

    [Fact]
    public void OfAFilmTheRestMayBeMissing()
    {
        byte[] file = [.. "RIFF"u8, 200, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 2, .. new byte[9]];
        Assert.True(ImageEnd.IsThere(file, "WebP"));
        file[20] = 0;
        Assert.False(ImageEnd.IsThere(file, "WebP"));
    }

    [Fact]
    public void WebPSaysHowLongItIs()
    {
        byte[] file = [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8 "u8, .. new byte[22]];
        Assert.True(ImageEnd.IsThere(file, "WebP"));
        Assert.False(ImageEnd.IsThere(file.AsSpan(0, file.Length - 1), "WebP"));
    }

    private byte[] Encoded(string extension)
    {
        var path = Path.Combine(_folder.Path, "picture" + extension);
        ImageEncoder.Save(PillowResizeTests.Noise(40, 30), path);
        return File.ReadAllBytes(path);
    }
}
