using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class PillowResizeTests
{
    [Theory]
    [InlineData("vit-mae/preprocess_hf_square_bilinear", Interpolation.Bilinear)]
    [InlineData("vit-mae/preprocess_mae_eval_bicubic", Interpolation.Bicubic)]
    [InlineData("vit-mae/preprocess_upscale_bicubic", Interpolation.Bicubic)]
    public void GivesPillowsPixels(string fixture, Interpolation interpolation)
    {
        var golden = Golden.Open(fixture);
        int[] from = golden.Shape("input/rgb_hwc"), to = golden.Shape("intermediate/resized_hwc");
        var image = new RgbImage(from[1], from[0], golden.Bytes("input/rgb_hwc"));

        var resized = PillowResize.Resize(image, to[1], to[0], interpolation);

        Assert.Equal(golden.Bytes("intermediate/resized_hwc"), resized.Pixels);
    }

    [Theory]
    [InlineData("bilinear", 40, 28, Interpolation.Bilinear)]
    [InlineData("bicubic", 40, 28, Interpolation.Bicubic)]
    [InlineData("lanczos", 20, 14, Interpolation.Lanczos)]
    [InlineData("box", 20, 14, Interpolation.Box)]
    public void GivesPillowsPixelsOfFiles(string kernel, int width, int height, Interpolation interpolation)
    {
        var golden = Golden.Open("swin-clip/image_preprocessing");
        foreach (string name in new[] { "gradient_rgb_96x72", "noise_rgb_80x64", "lines_rgb_151x99", "grey_l_90x130", "palette_p_64x48" })
        {
            var image = ImageDecoder.Decode(Golden.PathOf($"swin-clip/images/{name}.png"));
            Assert.Equal(golden.Bytes($"{name}/pil_resize_rgb_{kernel}_40x28"), PillowResize.Resize(image, width, height, interpolation).Pixels);
        }
    }

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Lanczos)]
    public void ARegionIsResizedAsACropOfItIs(Interpolation interpolation)
    {
        var image = Noise(61, 47);
        var region = new ImageRegion(7, 3, 50, 44);

        Assert.Equal(
            PillowResize.Resize(image.Crop(region), 21, 33, interpolation).Pixels,
            PillowResize.Resize(image, region, 21, 33, interpolation).Pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(200, 3)]
    public void AConstantStaysConstantAtAnySize(int width, int height)
    {
        var image = new RgbImage(17, 5, Enumerable.Repeat((byte)201, 17 * 5 * 3).ToArray());
        foreach (var interpolation in Enum.GetValues<Interpolation>())
            Assert.All(PillowResize.Resize(image, width, height, interpolation).Pixels, p => Assert.Equal(201, p));
    }

    [Fact]
    public void NearestTakesTheMiddle()
    {
        var image = new RgbImage(4, 1, [0, 0, 0, 10, 10, 10, 20, 20, 20, 30, 30, 30]);
        Assert.Equal([10, 10, 10, 30, 30, 30], PillowResize.Resize(image, 2, 1, Interpolation.Nearest).Pixels);
    }

    internal static RgbImage Noise(int width, int height, long seed = 1)
    {
        var random = new SeededRandom(seed);
        var image = new RgbImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)random.Below(256);
        return image;
    }
}
