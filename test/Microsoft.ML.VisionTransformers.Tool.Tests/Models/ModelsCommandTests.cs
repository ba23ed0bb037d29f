using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Tool.Tests.Models;

public class ModelsCommandTests
{
    [Fact]
    public void ListsEveryRowOfTheRegistry()
    {
        var run = Vit.Run("models");
        Assert.Equal(0, run.Code);
        Assert.Equal(ArchitectureRegistry.All.Count + 1, run.Lines.Length);
        Assert.Matches(@"^name +family +image +parameters +licence +top-1 +accuracy by +hub id$", run.Lines[0]);
        Assert.Contains(run.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line,
            @"^vit_base_patch16_224\.augreg_in21k_ft_in1k +ViT +224 +86\.6 M +Apache-2\.0 +84\.5 +timm 1\.0\.28 results +timm/vit_base_patch16_224\.augreg_in21k_ft_in1k$"));
    }

    [Theory]
    [InlineData("vit_tiny")]
    [InlineData("ViT-Ti/16")]
    public void FiltersByNameAliasAndHubId(string filter)
        => Assert.All(Vit.Run("models", filter).Lines[1..], line => Assert.StartsWith("vit_tiny", line));

    [Fact]
    public void FiltersByFamilyAndLicence()
    {
        var json = Vit.Run("models", "--family", "vit", "--licence", "cc-by-nc", "--json").Json.AsArray();
        Assert.NotEmpty(json);
        Assert.All(json, row => Assert.Equal(("ViT", "CC-BY-NC-4.0"), ((string)row!["family"]!, (string)row["licence"]!)));
    }

    [Fact]
    public void NoMatchIsSaidOnTheErrorStream()
    {
        var run = Vit.Run("models", "no such thing");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("ViT", run.Error);
    }

    [Fact]
    public void ShowsEverythingAboutOne()
    {
        var run = Vit.Run("models", "show", "vit-b/16");
        Assert.Equal(0, run.Code);
        Assert.Contains("86,567,656", run.Output);
        Assert.Contains("shorter side to 248 (bicubic), centre 224 x 224, mean 0.5, std 0.5", run.Output);
        Assert.Contains("84.534 % top-1 on ImageNet-1k (timm 1.0.28 results)", run.Output);
        Assert.Matches(@"(?m)^patchSize +16$", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ShowsItAsJsonToo()
    {
        var json = Vit.Run("models", "show", "ViT-B/16", "--json").Json;
        Assert.Equal(12, (int)json["configuration"]!["depth"]!);
        Assert.Equal("bicubic", (string)json["preprocessing"]!["interpolation"]!);
    }

    [Fact]
    public void AnUnknownNameGetsItsNeighbours()
    {
        var run = Vit.Run("models", "show", "vit_bsae_patch16_224");
        Assert.Equal(2, run.Code);
        Assert.Contains("vit_base_patch16_224", Assert.Single(run.Error.Trim().Split('\n')));
        Assert.DoesNotContain("Parameter", run.Error);
    }
}
