using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class ScaledJpegTests
{
    private static readonly ImagePreprocessing s_settings = ImagePreprocessing.ResizeThenCrop(224, 256) with { ScaledDecoding = true };

    [Theory]
    [InlineData(640, 480, 1)]
    [InlineData(1366, 1024, 2)]
    [InlineData(1366, 1023, 1)]
    [InlineData(4096, 3072, 4)]
    [InlineData(6000, 4096, 8)]
    public void AtLeastTwiceTheTargetIsLeft(int width, int height, int denominator)
        => Assert.Equal(denominator, ScaledJpeg.Denominator(new ImageHeader("JPEG", width, height), 1, s_settings));

    [Fact]
    public void UprightSidesCount()
    {
        var wide = s_settings with { Width = 400, Height = 100, Resize = 100, ResizeWidth = 400, ResizeMode = ResizeMode.Square };
        Assert.Equal(4, ScaledJpeg.Denominator(new ImageHeader("JPEG", 3200, 800), 1, wide));
        Assert.Equal(1, ScaledJpeg.Denominator(new ImageHeader("JPEG", 3200, 800), 6, wide));
    }

    [Theory]
    [InlineData(1100, 1030, 1)]
    [InlineData(1099, 1025, 1)]
    [InlineData(2203, 2055, 1)]
    [InlineData(1104, 1072, 6)]
    public void DiffersLittleFromFullDecoding(int width, int height, int orientation)
    {
        if (!TurboJpeg.IsAvailable)
            return; // Then both are decoded in full.
        var file = TestImages.WithOrientation(Photograph(width, height), orientation, little: true);
        var scaled = ImageDecoder.Decode(file, "scaled", s_settings);
        Assert.InRange(scaled.Shrunk, 2, 8);
        var (exact, close) = (s_settings.ResizeAndCrop(ImageDecoder.Decode(file)), s_settings.ResizeAndCrop(scaled));
        var mean = exact.Pixels.Zip(close.Pixels, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(mean, 0, 1);
    }

    [Fact]
    public void OtherwiseNothingIsScaled()
    {
        var file = Photograph(1100, 1030);
        Assert.Equal(1, ImageDecoder.Decode(file, "photograph", s_settings with { ScaledDecoding = false }).Shrunk);
        Assert.Equal(1, ImageDecoder.Decode(file, "photograph", s_settings with { ResizeMode = ResizeMode.None }).Shrunk);
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file[..(file.Length / 2)], "cut off", s_settings));
    }

    /// <summary>Like a photograph in that every size of structure is in it, the finer the fainter; with a few hard edges.</summary>
    private static byte[] Photograph(int width, int height)
    {
        var random = new Random(5);
        var waves = Enumerable.Range(0, 18).Select(i => (
            Frequency: 0.004 * Math.Pow(1.4, i), Angle: random.NextDouble() * 6.28, Phase: random.NextDouble() * 6.28, Colour: i % 3)).ToArray();
        var (alongX, alongY) = (waves.Select(w => Math.Cos(w.Angle) * w.Frequency).ToArray(), waves.Select(w => Math.Sin(w.Angle) * w.Frequency).ToArray());
        var rgba = new byte[width * height * 4];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * width + x) * 4;
                Span<double> colour = [110, 120, 130];
                for (var i = 0; i < waves.Length; i++)
                    colour[waves[i].Colour] += 40 * Math.Pow(0.85, i) * Math.Sin(alongX[i] * x + alongY[i] * y + waves[i].Phase);
                var edge = (x / 97 + y / 61) % 3 == 0 ? 40 : 0;
                for (var c = 0; c < 3; c++)
                    rgba[at + c] = (byte)Math.Clamp(colour[c] + edge, 0, 255);
                rgba[at + 3] = 255;
            }
        });
        var path = Path.Combine(Directory.CreateTempSubdirectory("vt-jpeg").FullName, "photograph.jpg");
        using (var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, rgba))
            image.Save(path);
        var file = File.ReadAllBytes(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return file;
    }
}
