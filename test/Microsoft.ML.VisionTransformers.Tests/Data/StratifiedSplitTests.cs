using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public sealed class StratifiedSplitTests
{
    private static TrainingExample[] Examples(params int[] counts) =>
        counts.SelectMany((count, label) => Enumerable.Range(0, count).Select(i => new TrainingExample(ImageSource.FromPath($"{label}/{i}"), label))).ToArray();

    [Fact]
    public void Holds_back_the_same_part_of_every_class()
    {
        var (train, held) = StratifiedSplit.Split(Examples(100, 50, 20), .1, seed: 1);
        Assert.Equal([90, 45, 18], TrainingImages.Count(train, 3));
        Assert.Equal([10, 5, 2], TrainingImages.Count(held, 3));
        Assert.Equal(170, train.Concat(held).Select(e => e.Image.Name).Distinct().Count());
    }

    [Fact]
    public void Leaves_every_class_an_image_to_train_on() =>
        Assert.Equal([1, 1, 1], TrainingImages.Count(StratifiedSplit.Split(Examples(1, 2, 3), .9, seed: 1).Train, 3));

    [Fact]
    public void Follows_the_seed()
    {
        var names = (int seed) => StratifiedSplit.Split(Examples(40, 40), .25, seed).Held.Select(e => e.Image.Name).ToArray();
        Assert.Equal(names(1), names(1));
        Assert.NotEqual(names(1), names(2));
    }
}
