using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

public class RetrievalMetricsTests
{
    // Cosines of three images (rows) with four texts, of which image 0 has the first two.
    private static readonly float[] s_cosines = [0.1f, 0.9f, 0.5f, 0.2f, 0.8f, 0.3f, 0.7f, 0.4f, 0.0f, 0.6f, 0.5f, 0.55f];

    [Fact]
    public void AnyTextOfAnImageIsRight()
    {
        using var scope = NewDisposeScope();
        var metrics = Of(s_cosines, [[0, 1], [2], [3]]);
        // Image 0 finds its second text at once; images 1 and 2 have one text before theirs.
        Assert.Equal((1 / 3.0, 1, 1), (metrics.ImageToTextRecallAt1, metrics.ImageToTextRecallAt5, metrics.ImageToTextRecallAt10));
        // Text 0 is nearer to image 1; the others find theirs.
        Assert.Equal((3 / 4.0, 1, 1), (metrics.TextToImageRecallAt1, metrics.TextToImageRecallAt5, metrics.TextToImageRecallAt10));
        Assert.Equal((3, 4), (metrics.Images, metrics.Texts));
        Assert.Equal((1 / 3.0 + 1 + 1 + 0.75 + 1 + 1) / 6, metrics.MeanRecall, 1e-12);
        Assert.Equal(metrics.MeanRecall, metrics.Measured.Single(metric => metric.Name == "mean_recall").Value);
    }

    [Fact]
    public void AnyImageOfATextIsRight()
    {
        using var scope = NewDisposeScope();
        // Text 0 is images 0's and 1's, of which 1 is the nearest of all; text 1 is image 2's, behind image 0; text 2 is nobody's and not asked.
        var metrics = Of(s_cosines, [[0], [0], [1, 3]]);
        Assert.Equal((2 / 3.0, 1), (metrics.TextToImageRecallAt1, metrics.TextToImageRecallAt5));
    }

    [Fact]
    public void NothingIsGainedByFindingAllAlikeOrNoNumber()
    {
        using var scope = NewDisposeScope();
        foreach (var value in new[] { 0.5f, float.NaN })
        {
            var all = Enumerable.Repeat(value, 400).ToArray();
            var metrics = Of(all, [.. Enumerable.Range(0, 20).Select(i => (IReadOnlyList<int>)[i])]);
            Assert.Equal(0, metrics.MeanRecall);
        }
    }

    /// <summary>Features whose products are the cosines: images are unit vectors along the axes, texts the columns.</summary>
    private static RetrievalMetrics Of(float[] cosines, IReadOnlyList<IReadOnlyList<int>> texts)
        => RetrievalMetrics.Of(eye(texts.Count), tensor(cosines, [texts.Count, cosines.Length / texts.Count]).t().contiguous(), texts);
}
