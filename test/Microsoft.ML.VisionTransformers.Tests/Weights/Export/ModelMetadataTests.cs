using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Export;

public class ModelMetadataTests
{
    public static TheoryData<string> Architectures => [.. ArchitectureRegistry.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryArchitectureIsReadAsItWasWritten(string name)
    {
        var architecture = ArchitectureRegistry.Find(name);
        var read = ModelMetadata.Read(new ModelMetadata(architecture, ["a", "ß", "\"c\""]).Write())!;
        Assert.Equal(architecture.Configuration, read.Architecture.Configuration);
        Assert.Equal(architecture.Preprocessing, read.Architecture.Preprocessing);
        Assert.Equal(["a", "ß", "\"c\""], read.ClassNames);
    }

    [Fact]
    public void ScoringChoicesOfPicturesAreKept()
    {
        var settings = new ImagePreprocessing
        {
            ScaledDecoding = true, ColourConversion = ColourConversion.AfterResize, Rounding = ResampleRounding.Once, Antialias = false, ResizeWidth = 300,
            ResizeMode = ResizeMode.LongestEdge, Fill = [1, 2, 3],
        };
        var architecture = ArchitectureRegistry.Find("vit_tiny_patch16_224") with { Preprocessing = settings };
        Assert.Equal(settings, ModelMetadata.Read(new ModelMetadata(architecture, null).Write())!.Architecture.Preprocessing);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nothing")]
    [InlineData("""{"name":"x","family":"Unheard-of","configuration":{},"preprocessing":{}}""")]
    [InlineData("""{"name":"x","family":"ViT","configuration":{"heads":0},"preprocessing":{}}""")]
    [InlineData("""{"name":"x","family":"ViT","configuration":{"fromTheFuture":1},"preprocessing":{}}""")]
    public void WhatCannotBeUnderstoodIsLeftAside(string architecture)
        => Assert.Null(ModelMetadata.Read(new Dictionary<string, string> { ["library"] = "VisionTransformers.ML 9.0.0", ["architecture"] = architecture }));
}
