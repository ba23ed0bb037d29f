using Microsoft.ML.VisionTransformers.Clip.Contrastive;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

public sealed class ClipContrastiveCatalogTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_weights_the_recipe_is_that_from_scratch(string? weights)
    {
        List<string> log = [];
        var context = new MLContext(seed: 1);
        context.Log += (_, e) => log.Add(e.RawMessage);
        var pairs = context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a.png", Text = "a" } });
        // The recipe is said before anything is loaded.
        Assert.Throws<FileNotFoundException>(() => context.Transforms.ClipContrastive(architecture: "ViT-B-32.openai", weights: weights, tokenizer: "nowhere").Fit(pairs));
        Assert.Contains(log, line => line.StartsWith($"Recipe: {ContrastiveRecipes.FromScratch}", StringComparison.Ordinal));
    }
}
