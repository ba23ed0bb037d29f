using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class PngWriterTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(64, 33)]
    public void DecodesToTheSamePixels(int width, int height)
    {
        var image = new RgbImage(width, height);
        new Random(1).NextBytes(image.Pixels);
        var file = PngWriter.Encode(image);
        Assert.Equal(image.Pixels, ImageDecoder.Decode(file).Pixels);
        // The platform's decoder checks the checksums.
        using var decoded = MLImage.CreateFromStream(new MemoryStream(file));
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
    }

    [Fact]
    public void TheEndChunkIsTheSpecifications()
    {
        var file = PngWriter.Encode(new RgbImage(1, 1));
        Assert.Equal([0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], file[^12..]);
    }
}
