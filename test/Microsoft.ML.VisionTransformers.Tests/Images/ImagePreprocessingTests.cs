using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

public class ImagePreprocessingTests
{
    private static readonly ImagePreprocessing s_small = new() { Width = 32, Height = 32, Resize = 36 };

    public static TheoryData<string, ImagePreprocessing> Fixtures => new()
    {
        { "vit-mae/preprocess_mae_eval_bicubic", s_small },
        { "vit-mae/preprocess_upscale_bicubic", s_small with { Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half } },
        {
            "vit-mae/preprocess_hf_square_bilinear",
            ImagePreprocessing.Squash(32) with { Interpolation = Interpolation.Bilinear, Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half }
        },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void GivesTheReferencesValues(string fixture, ImagePreprocessing settings)
    {
        var golden = Golden.Open(fixture);
        int[] shape = golden.Shape("input/rgb_hwc");
        var image = new RgbImage(shape[1], shape[0], golden.Bytes("input/rgb_hwc"));

        Assert.Equal(golden.Bytes("intermediate/cropped_hwc"), settings.ResizeAndCrop(image).Pixels);
        float[] expected = golden.Floats("output/pixel_values"), actual = settings.Apply(image);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }

    [Theory]
    [InlineData("hf_clip_24")]
    [InlineData("openai_clip_24")]
    [InlineData("swin_official_eval_24")]
    [InlineData("flagai_swinv2_eval_24")]
    [InlineData("hf_vit_squash_bicubic_24")]
    public void FollowsEachPublishersPipeline(string pipeline)
    {
        var golden = Golden.Open("swin-clip/image_preprocessing");
        var clip = new ImagePreprocessing { Width = 24, Height = 24, Resize = 24, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd };
        var settings = pipeline switch
        {
            "hf_clip_24" => clip with { CropOffset = CropOffset.Floor },
            "openai_clip_24" => clip,
            "swin_official_eval_24" => ImagePreprocessing.ResizeThenCrop(24),
            "flagai_swinv2_eval_24" => ImagePreprocessing.Squash(24) with { Interpolation = Interpolation.Bilinear },
            _ => ImagePreprocessing.Squash(24),
        };
        foreach (string name in new[] { "gradient_rgb_96x72", "noise_rgb_80x64", "lines_rgb_151x99", "grey_l_90x130" })
        {
            float[] expected = golden.Floats($"{name}/{pipeline}"), actual = settings.Apply(ImageDecoder.Decode(Golden.PathOf($"swin-clip/images/{name}.png")));
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    [Fact]
    public void SurvivesJson()
    {
        var settings = ImagePreprocessing.Grey(28) with { CropOffset = CropOffset.Floor, ResizeMode = ResizeMode.None };
        string json = settings.ToJson();

        Assert.Equal(settings, ImagePreprocessing.FromJson(json));
        Assert.NotEqual(settings, ImagePreprocessing.FromJson(json) with { Mean = [0.25f] });
        Assert.Contains("\"interpolation\": \"bilinear\"", json);
        Assert.DoesNotContain("valuesPerImage", json);
        Assert.DoesNotContain("background", json);

        var onWhite = settings with { Background = [255, 255, 255] };
        Assert.NotEqual(settings, onWhite);
        Assert.Equal(onWhite, ImagePreprocessing.FromJson(onWhite.ToJson()));
    }

    [Theory]
    [InlineData("{\"width\": 0}")]
    [InlineData("{\"std\": [1, 0, 1]}")]
    [InlineData("{\"channels\": 2}")]
    [InlineData("{\"background\": [255, 256, 255]}")]
    [InlineData("null")]
    [InlineData("{")]
    public void RefusesSettingsThatCannotBe(string json) => Assert.Throws<FormatException>(() => ImagePreprocessing.FromJson(json));

    [Fact]
    public void FlipMirrorsLeftAndRight()
    {
        var settings = new ImagePreprocessing { Width = 2, Height = 1, Resize = 0, ResizeMode = ResizeMode.Square, Mean = [0, 0, 0], Std = [1, 1, 1] };
        var values = new float[6];
        settings.Normalize(new RgbImage(2, 1, [255, 0, 51, 0, 255, 102]), values, flip: true);
        Assert.Equal([0, 1, 1, 0, 0.4f, 0.2f], values);
    }

    [Fact]
    public void GreyIsLuma() =>
        Assert.Equal([76, 150, 29, 255], PreprocessingSteps.Grey(new RgbImage(4, 1, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])));
}
