using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class TrainingFilesTests
{
    [Theory]
    [InlineData("last.safetensors best-0007.safetensors", "best-0007.safetensors")]
    [InlineData("last.safetensors best-0007.safetensors best-0010.safetensors epoch-0011.safetensors", "best-0010.safetensors")]
    [InlineData("last.safetensors best-9999.safetensors best-10000.safetensors", "best-10000.safetensors")]
    [InlineData("last.safetensors settings.json", null)]
    public void TheBestWeightsAreThoseOfTheLatestBestEpoch(string names, string? best)
    {
        Assert.True(TrainingFiles.Has(names.Split(' ')));
        Assert.Equal(best, TrainingFiles.BestOf(names.Split(' ')));
    }

    [Fact]
    public void AFolderOfPublishedWeightsIsNoTraining() => Assert.False(TrainingFiles.Has(["model.safetensors", "best-0007.safetensors"]));
}
