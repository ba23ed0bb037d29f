using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Preprocessing;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Preprocessing;

public class TimmDataConfigTests
{
    [Theory]
    [InlineData("""{"input_size":[3,224,224],"crop_pct":0.9}""", 248, 0, ResizeMode.ShortestEdge)]
    [InlineData("""{"input_size":[3,384,384],"crop_pct":1.0,"crop_mode":"center"}""", 384, 0, ResizeMode.ShortestEdge)]
    [InlineData("""{"input_size":[3,384,384],"crop_pct":1.0,"crop_mode":"squash"}""", 384, 0, ResizeMode.Square)]
    [InlineData("""{"input_size":[3,224,224],"crop_pct":0.95,"crop_mode":"border"}""", 235, 0, ResizeMode.LongestEdge)]
    [InlineData("""{"input_size":[3,160,320],"crop_pct":0.9}""", 177, 355, ResizeMode.ShortestEdge)]
    [InlineData("""{"input_size":[3,224,224]}""", 256, 0, ResizeMode.ShortestEdge)]
    public void ResizesByTheCropsShare(string config, int resize, int width, ResizeMode mode)
    {
        var settings = Read(config);
        Assert.Equal((resize, width, mode), (settings.Resize, settings.ResizeWidth, settings.ResizeMode));
        Assert.Equal((Interpolation.Bicubic, CropOffset.Round), (settings.Interpolation, settings.CropOffset));
        Assert.Equal(ImagePreprocessing.ImageNetMean, settings.Mean);
    }

    [Theory]
    [InlineData("bilinear", Interpolation.Bilinear)]
    [InlineData("bicubic", Interpolation.Bicubic)]
    [InlineData("random", Interpolation.Bicubic)]
    [InlineData("lanczos", Interpolation.Lanczos)]
    public void KernelsAreKnownByName(string name, Interpolation interpolation)
        => Assert.Equal(interpolation, Read($$"""{"input_size":[3,224,224],"interpolation":"{{name}}"}""").Interpolation);

    [Fact]
    public void BordersHaveTheMeanColour()
        => Assert.Equal([124, 116, 104], Read("""{"input_size":[3,224,224],"crop_mode":"border","mean":[0.485,0.456,0.406]}""").Fill);

    [Fact]
    public void GreyNetworksTakeOneChannel()
    {
        var settings = Read("""{"input_size":[1,28,28],"crop_pct":1.0,"mean":[0.1307],"std":[0.3081]}""");
        Assert.Equal((1, 28, 28, 28), (settings.Channels, settings.Height, settings.Width, settings.Resize));
        Assert.Equal([0.1307f], settings.Mean);
    }

    [Fact]
    public void FilesBeforePretrainedCfgSayTheSame()
        => Assert.Equal(Read("""{"input_size":[3,224,224],"crop_pct":0.9}"""),
            CheckpointConfig.Parse("""{"architecture":"vit_base_patch16_224","input_size":[3,224,224],"crop_pct":0.9}""").Preprocessing);

    [Fact]
    public void NonSquareInputsCoverTheTarget()
    {
        var settings = Read("""{"input_size":[3,160,320],"crop_pct":1.0}""");
        Assert.Equal((320, 240), settings.ResizedSize(640, 480));
        Assert.Equal((320, 160), settings.ResizedSize(640, 320));
        Assert.Equal((480, 160), settings.ResizedSize(960, 320));
    }

    public static TheoryData<ImagePreprocessing> Written
    {
        get
        {
            var data = new TheoryData<ImagePreprocessing> { ImagePreprocessing.Squash(384), ImagePreprocessing.Grey(28) };
            foreach (var (size, resize) in new[] { (224, 248), (224, 256), (224, 232), (256, 272), (384, 384), (336, 337), (32, 35), (16, 18), (518, 600) })
                data.Add(ImagePreprocessing.ResizeThenCrop(size, resize));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void WhatIsWrittenIsReadAgain(ImagePreprocessing settings)
        => Assert.Equal(settings, TimmDataConfig.Read(TimmDataConfig.Write(settings, 7)));

    [Fact]
    public void TheShareIsAShortNumber()
        => Assert.Equal(0.9, (double)TimmDataConfig.Write(ImagePreprocessing.ResizeThenCrop(224, 248), 7)["crop_pct"]!);

    private static ImagePreprocessing Read(string config)
        => CheckpointConfig.Parse($$"""{"architecture":"vit_base_patch16_224","pretrained_cfg":{{config}}}""").Preprocessing!;
}
