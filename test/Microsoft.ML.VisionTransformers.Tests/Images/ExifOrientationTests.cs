using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class ExifOrientationTests
{
    // 2 wide, 3 high, pixels numbered as they are stored.
    private static readonly RgbImage s_stored = Numbered(2, 3, [1, 2, 3, 4, 5, 6]);

    [Theory]
    [InlineData(1, 2, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, 2, new byte[] { 2, 1, 4, 3, 6, 5 })]
    [InlineData(3, 2, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(4, 2, new byte[] { 5, 6, 3, 4, 1, 2 })]
    [InlineData(5, 3, new byte[] { 1, 3, 5, 2, 4, 6 })]
    [InlineData(6, 3, new byte[] { 5, 3, 1, 6, 4, 2 })]
    [InlineData(7, 3, new byte[] { 6, 4, 2, 5, 3, 1 })]
    [InlineData(8, 3, new byte[] { 2, 4, 6, 1, 3, 5 })]
    public void TurnsUpright(int orientation, int width, byte[] expected)
    {
        var upright = ExifOrientation.Apply(s_stored, orientation);

        Assert.Equal(width, upright.Width);
        Assert.Equal(expected, upright.Pixels.Where((_, i) => i % 3 == 0).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IsReadInBothByteOrders(bool little)
    {
        for (int orientation = 1; orientation <= 8; orientation++)
        {
            Assert.Equal(orientation, ExifOrientation.Read(TestImages.WithOrientation([0xFF, 0xD8, 0xFF, 0xD9], orientation, little)));
            byte[] exif = TestImages.Exif(orientation, little);
            byte[] png = [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, (byte)exif.Length, .. "eXIf"u8, .. exif, 0, 0, 0, 0];
            Assert.Equal(orientation, ExifOrientation.Read(png));
        }
    }

    [Fact]
    public void NonsenseIsUpright()
    {
        byte[] jpeg = TestImages.WithOrientation([0xFF, 0xD8, 0xFF, 0xD9], 9, little: true);
        Assert.Equal(1, ExifOrientation.Read(jpeg));
        for (int length = 0; length < jpeg.Length; length++)
            Assert.Equal(1, ExifOrientation.Read(jpeg.AsSpan(0, length)));
    }

    private static RgbImage Numbered(int width, int height, byte[] numbers) => new(width, height, numbers.SelectMany(n => new[] { n, n, n }).ToArray());
}
