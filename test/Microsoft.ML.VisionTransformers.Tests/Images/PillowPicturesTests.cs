using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

/// <summary>Palettes and transparency, compared pixel by pixel with what Pillow made of the same files (test/Assets/Pillow/record.py).</summary>
public class PillowPicturesTests
{
    private static readonly ImagePreprocessing s_before = ImagePreprocessing.ResizeThenCrop(16, 16);
    private static readonly ImagePreprocessing s_after = s_before with { ColourConversion = ColourConversion.AfterResize };

    private static readonly Dictionary<string, ImagePreprocessing> s_recipes = new()
    {
        ["before"] = s_before,
        ["after"] = s_after,
        ["after_bilinear"] = s_after with { Interpolation = Interpolation.Bilinear },
        ["border"] = new() { Width = 17, Height = 17, Resize = 17, ResizeMode = ResizeMode.LongestEdge, Fill = [124, 116, 104] },
        ["background"] = s_before with { Background = [250, 128, 10] },
        ["small"] = new() { Width = 45, Height = 45, ResizeMode = ResizeMode.None },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in new[] { "rgba", "grey_alpha", "palette_4bit", "palette_8bit", "bits", "colour_key", "interlaced", "sixteen" })
            {
                foreach (var recipe in s_recipes.Keys)
                    cases.Add(name, recipe);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ArePillowsToTheBit(string name, string recipe)
    {
        var settings = s_recipes[recipe];
        var expected = ImageDecoder.Decode(Repository.Asset("Pillow", $"{name}.{recipe}.png"));
        var actual = settings.ResizeAndCrop(ImageSource.FromPath(Repository.Asset("Pillow", name + ".png")).Read(settings));
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }

    [Fact]
    public void TransparencyAndPalettesAreKnown()
    {
        Assert.NotNull(Read("rgba").Alpha);
        Assert.NotNull(Read("grey_alpha").Alpha);
        Assert.Equal("0 255", Values("palette_8bit"));
        Assert.Equal("0 10 90 255", Values("palette_4bit"));
        Assert.True(Read("colour_key").HasColourKey);
        Assert.Equal(11 * 13, Read("colour_key").Alpha!.Count(alpha => alpha == 0));
        Assert.True(Read("palette_4bit").Indexed);
        Assert.True(Read("bits").Indexed);
        Assert.False(Read("rgba").Indexed);

        static RgbImage Read(string name) => ImageDecoder.Decode(Repository.Asset("Pillow", name + ".png"));

        static string Values(string name) => string.Join(' ', Read(name).Alpha!.Distinct().Order());
    }

    [Theory]
    [InlineData("rgba")]
    [InlineData("palette_4bit")]
    [InlineData("interlaced")]
    public void FilesThatAreCutOffAreRefused(string name)
    {
        var file = File.ReadAllBytes(Repository.Asset("Pillow", name + ".png"));
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file[..(file.Length * 2 / 3)], name));
    }

    [Fact]
    public void AnyDamageIsAnImageFormatExceptionOrAPicture()
    {
        var file = File.ReadAllBytes(Repository.Asset("Pillow", "interlaced.png"));
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var damaged = (byte[])file.Clone();
            damaged[random.Next(24, damaged.Length)] = (byte)random.Next(256);
            try
            {
                Assert.Equal(21, ImageDecoder.Decode(damaged).Width);
            }
            catch (ImageFormatException)
            {
                // What callers expect of damage.
            }
        }
    }
}
