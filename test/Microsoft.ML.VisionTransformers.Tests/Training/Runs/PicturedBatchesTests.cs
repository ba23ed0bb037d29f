using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

public sealed class PicturedBatchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void TheFirstBatchIsDrawnInItsOwnColours()
    {
        var colours = new (byte, byte, byte)[] { (200, 30, 60), (10, 150, 250) };
        var examples = colours.Select((colour, i) =>
        {
            var image = new RgbImage(16, 16);
            for (int p = 0; p < image.Pixels.Length; p += 3)
                (image.Pixels[p], image.Pixels[p + 1], image.Pixels[p + 2]) = colour;
            return new TrainingExample(ImageSource.FromImage(image), i);
        }).ToArray();
        var preprocessing = ImagePreprocessing.Squash(16);
        using var batches = new PicturedBatches(
            new BatchReader(examples, preprocessing, new BatchReaderSettings { BatchSize = 2 }), preprocessing, ["red", "blue"], _folder.Path);
        var path = Path.Combine(_folder.Path, "batch.png");
        foreach (var _ in batches.Read(1, 0, default))
            Assert.False(File.Exists(path));
        foreach (var _ in batches.Read(0, 0, default))
            Assert.True(File.Exists(path));
        var sheet = ImageDecoder.Decode(path); // 16 pixels are drawn as 112, margins are 8, a caption is 20 high
        Assert.Equal((2 * 120 + 8, 112 + 20 + 8 + 8), (sheet.Width, sheet.Height));
        Assert.Equal(colours[0], Pixel(8 + 50, 8 + 50));
        Assert.Equal(colours[1], Pixel(8 + 120 + 50, 8 + 50));
        Assert.Equal((255, 255, 255), Pixel(3, 3));

        (byte, byte, byte) Pixel(int x, int y)
        {
            int at = (y * sheet.Width + x) * 3;
            return (sheet.Pixels[at], sheet.Pixels[at + 1], sheet.Pixels[at + 2]);
        }
    }

    public void Dispose() => _folder.Dispose();
}
