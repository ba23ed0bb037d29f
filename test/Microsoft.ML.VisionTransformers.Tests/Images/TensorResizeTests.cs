using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class TensorResizeTests
{
    [Theory]
    [InlineData("torchvision_tensor_bicubic_antialias_float_24", Interpolation.Bicubic, true, ResampleRounding.Never, 1e-5)]
    [InlineData("torchvision_tensor_bilinear_noantialias_float_24", Interpolation.Bilinear, false, ResampleRounding.Never, 1e-5)]
    [InlineData("torchvision_tensor_bilinear_antialias_uint8_24", Interpolation.Bilinear, true, ResampleRounding.Once, 1.0001 / 255)]
    public void GivesTorchvisionsValues(string pipeline, Interpolation interpolation, bool antialias, ResampleRounding rounding, double tolerance)
    {
        var golden = Golden.Open("swin-clip/image_preprocessing");
        var settings = ImagePreprocessing.Squash(24) with
        {
            Interpolation = interpolation, Antialias = antialias, Rounding = rounding, Mean = [0, 0, 0], Std = [1, 1, 1],
        };
        foreach (var name in new[] { "gradient_rgb_96x72", "noise_rgb_80x64", "lines_rgb_151x99", "grey_l_90x130", "palette_p_64x48" })
        {
            float[] expected = golden.Floats($"{name}/{pipeline}"), actual = settings.Apply(ImageDecoder.Decode(Golden.PathOf($"swin-clip/images/{name}.png")));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], tolerance);
        }
    }

    [Theory]
    [InlineData(Interpolation.Bicubic)]
    [InlineData(Interpolation.Bilinear)]
    public void WindowsAddUpToOneAtBothEdges(Interpolation interpolation)
    {
        foreach (var (from, to) in new[] { (1, 5), (2, 7), (3, 2), (100, 3) })
        {
            foreach (var window in TensorWeights.Create(from, to, interpolation, antialias: false))
            {
                Assert.InRange(window.First, 0, from - window.Weights.Length);
                Assert.Equal(1, window.Weights.Sum(), 1e-6f);
            }
        }
    }

    [Fact]
    public void PillowAlwaysAntialiases() =>
        Assert.Throws<ArgumentException>(() => (new ImagePreprocessing { Antialias = false }).Validate());

    [Fact]
    public void GreyAndPaddingGoThroughTheFloatPathToo()
    {
        var image = new RgbImage(2, 2, [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]);
        var settings = new ImagePreprocessing
        {
            Width = 4, Height = 2, Channels = 1, ResizeMode = ResizeMode.None, Rounding = ResampleRounding.Never, Mean = [0], Std = [1], Fill = [255, 255, 255],
        };
        Assert.Equal([1, 0.299f, 0.299f, 1], settings.Apply(image)[..4].Select(value => MathF.Round(value, 4)));
    }
}
