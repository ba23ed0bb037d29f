using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class EncodedImageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vt-images").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void APhoneThatLaySidewaysGivesAnUprightPicture()
    {
        // Left half red, right half blue; orientation 6 is a camera turned left, so upright means turned right: red on top.
        byte[] packed = Enumerable.Range(0, 32 * 16).SelectMany(i => i % 32 < 16 ? new byte[] { 255, 0, 0, 255 } : [0, 0, 255, 255]).ToArray();
        string path = Path.Combine(_folder, "sideways.jpg");
        using (var image = MLImage.CreateFromPixels(32, 16, MLPixelFormat.Rgba32, packed))
            image.Save(path);
        File.WriteAllBytes(path, TestImages.WithOrientation(File.ReadAllBytes(path), 6, little: false));

        var upright = ImageDecoder.Decode(path);

        Assert.Equal((16, 32), (upright.Width, upright.Height));
        Assert.True(upright.Row(2)[3 * 8] > 200 && upright.Row(2)[3 * 8 + 2] < 60);
        Assert.True(upright.Row(29)[3 * 8] < 60 && upright.Row(29)[3 * 8 + 2] > 200);
    }

    [Fact]
    public void GreyAndPaletteFilesBecomeRgb()
    {
        var grey = ImageDecoder.Decode(Golden.PathOf("swin-clip/images/grey_l_90x130.png"));
        Assert.Equal((90, 130), (grey.Width, grey.Height));
        for (int i = 0; i < grey.Pixels.Length; i += 3)
            Assert.True(grey.Pixels[i] == grey.Pixels[i + 1] && grey.Pixels[i] == grey.Pixels[i + 2]);
        var palette = ImageDecoder.Decode(Golden.PathOf("swin-clip/images/palette_p_64x48.png"));
        Assert.Equal(64 * 48 * 3, palette.Pixels.Length);
    }

    [Fact]
    public void AFolderIsNoImage()
    {
        var e = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(_folder));
        Assert.Contains("folder", e.Message);
    }
}
