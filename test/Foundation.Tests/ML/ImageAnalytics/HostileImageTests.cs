using System.Buffers.Binary;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>Files that are no images, or that lie: always the same exception, and never much memory.</summary>
public class HostileImageTests
{
    private const string Message = "Invalid input stream contents (Parameter 'imageStream')";

    private static void Refused(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream(file)));
        Assert.Equal(Message, exception.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static byte[] Saved(string extension)
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + extension);
        try
        {
            using var image = MLImage.CreateFromPixels(64, 48, MLPixelFormat.Bgra32, Noise(64, 48));
            image.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Noise(int width, int height)
    {
        var pixels = new byte[4 * width * height];
        new Random(5).NextBytes(pixels);
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        return pixels;
    }

    [Fact]
    public void NothingAndText()
    {
        Refused([]);
        Refused("not an image"u8.ToArray());
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    public void Truncated(string extension)
    {
        var whole = Saved(extension);
        foreach (var kept in new[] { 3, 12, 20, 100, whole.Length / 2, whole.Length - 40 })
            Refused(whole[..kept]);
    }

    [Fact]
    public void TruncatedGifAndBmp()
    {
        foreach (var kept in new[] { 6, 20, 38, EncodedImages.Gif.Length - 6 })
            Refused(EncodedImages.Gif[..kept]);
        var bmp = BmpDecodingTests.Make(3, 2, 24, 0, [], new byte[24]);
        foreach (var kept in new[] { 2, 14, 40, 54, bmp.Length - 1 })
            Refused(bmp[..kept]);
    }

    [Fact]
    public void JpegWithStrayBytesIsDecoded()
    {
        using var image = MLImage.CreateFromStream(new MemoryStream([.. Saved(".jpg"), 1, 2, 3]));
        Assert.Equal(64, image.Width);
    }

    [Fact]
    public void ThirtyThousandSquared()
    {
        Refused(PngFile.Make(30000, 30000, 8, PngFile.Rgba, []));
        Refused(PngFile.Make(30000, 30000, 1, PngFile.Grey, []));
        Refused(BmpDecodingTests.Make(30000, 30000, 32, 0, [], []));
        Refused(BmpDecodingTests.Make(30000, 30000, 8, 1, [], [0, 1]));
        Refused(BmpDecodingTests.Make(int.MaxValue, int.MinValue, 8, 1, [], [0, 1]));
        var jpeg = Saved(".jpg");
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 30000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 30000);
        Refused(jpeg);
        var gif = (byte[])EncodedImages.Gif.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), 30000);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(8), 30000);
        Refused(gif);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    [InlineData(".gif")]
    public void DamagedBytesNeverCrash(string extension)
    {
        var whole = extension == ".gif" ? EncodedImages.InterlacedGif : Saved(extension);
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = 0; i < 4; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                MLImage.CreateFromStream(new MemoryStream(damaged)).Dispose();
            }
            catch (ArgumentException e)
            {
                Assert.Equal(Message, e.Message);
            }
        }
    }

    [Fact]
    public void MissingFile() =>
        Assert.Equal("Invalid path (Parameter 'imagePath')", Assert.Throws<ArgumentException>(() => MLImage.CreateFromFile("no/such/file.png")).Message);
}
