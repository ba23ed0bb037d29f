using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Preprocessing;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Preprocessing;

public class ImageProcessorFileTests
{
    private static readonly ImagePreprocessing s_crop = new() { Width = 224, Height = 224, Resize = 256, CropOffset = CropOffset.Floor };
    private static readonly ImagePreprocessing s_squash = ImagePreprocessing.Squash(224) with { Resize = 0, CropOffset = CropOffset.Floor };

    public static TheoryData<ImagePreprocessing> Expressible =>
    [
        s_crop,
        s_crop with { Interpolation = Interpolation.Bilinear, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd },
        s_squash,
        s_squash with { Width = 320, Interpolation = Interpolation.Lanczos },
        s_squash with { Resize = 256 },
        s_squash with { Resize = 256, ResizeWidth = 384, Width = 320 },
        s_crop with { ResizeMode = ResizeMode.None },
        s_squash with { Channels = 1, Mean = [0.5f], Std = [0.25f] },
    ];

    [Theory]
    [MemberData(nameof(Expressible))]
    public void WhatIsWrittenIsReadAgain(ImagePreprocessing settings)
    {
        var (file, notes) = ImageProcessorFile.Create(settings);
        Assert.Empty(notes);
        Assert.Equal(settings, HuggingFaceProcessor.Read(file, null, null));
    }

    [Fact]
    public void WhatAProcessorCannotDoIsNoted()
    {
        Assert.Contains("border", Note(s_crop with { ResizeMode = ResizeMode.LongestEdge, Resize = 224 }));
        Assert.Contains("margin is odd", Note(s_crop with { CropOffset = CropOffset.Round }));
        Assert.Contains("palette", Note(s_crop with { ColourConversion = ColourConversion.AfterResize }));
        Assert.Contains("transparency", Note(s_crop with { Background = [255, 255, 255] }));
        Assert.Contains("shorter side to 160", Note(s_crop with { Resize = 160, ResizeWidth = 320 }));

        static string Note(ImagePreprocessing settings) => Assert.Single(ImageProcessorFile.Create(settings).Notes);
    }

    [Fact]
    public void ABackgroundIsReadAgain()
    {
        var settings = s_crop with { Background = [250, 128, 10] };
        Assert.Equal(settings, HuggingFaceProcessor.Read(ImageProcessorFile.Create(settings).File, null, null));
    }

    [Fact]
    public void NumbersHaveTheDigitsOfTheirType()
        => Assert.Equal("[0.485,0.456,0.406]", ImageProcessorFile.Numbers(ImagePreprocessing.ImageNetMean).ToJsonString());
}
