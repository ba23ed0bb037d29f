using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class KeyTemplateTests
{
    [Theory]
    [InlineData("layers.{i}.blocks.{j}.norm1.{p}", "layers.3.blocks.12.norm1.bias", "i=3 j=12 p=bias")]
    [InlineData("features.{2i+1}.{j}.mlp.0.{p}", "features.5.0.mlp.0.weight", "i=2 j=0 p=weight")]
    [InlineData("layers.{i+1}.downsample.{rest}", "layers.1.downsample.norm.weight", "i=0 rest=norm.weight")]
    [InlineData("features.{2i+1}.{j}.mlp.0.{p}", "features.4.0.mlp.0.weight", null)]
    [InlineData("layers.{i+1}.downsample.{rest}", "layers.0.downsample.norm.weight", null)]
    [InlineData("norm.{p}", "norm.running_mean", null)]
    [InlineData("a.b", "a_b", null)]
    public void PlacesAreFoundAndFilled(string template, string key, string? places)
    {
        var form = new KeyTemplate(template);
        var found = form.Match(key);
        Assert.Equal(places, found is null ? null : string.Join(' ', found.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}")));
        if (found is not null)
            Assert.Equal(key, form.Fill(found));
    }
}
