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
    public void Small_classes_add_up_to_the_fraction()
    {
        var held = TrainingImages.Count(StratifiedSplit.Split(Examples([.. Enumerable.Repeat(4, 100)]), .1, seed: 1).Held, 100);
        Assert.Equal(40, held.Sum());
        Assert.All(held, count => Assert.InRange(count, 0, 1));
        Assert.InRange(held.Take(50).Sum(), 10, 30); // not always the same classes
        Assert.NotEqual(held, TrainingImages.Count(StratifiedSplit.Split(Examples([.. Enumerable.Repeat(4, 100)]), .1, seed: 2).Held, 100));
        Assert.All(TrainingImages.Count(StratifiedSplit.Split(Examples([.. Enumerable.Repeat(14, 30)]), .1, seed: 1).Held, 30), count => Assert.InRange(count, 1, 2));
    }

    [Fact]
    public void Half_an_image_is_one()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(1, TrainingImages.Count(StratifiedSplit.Split(Examples(95, 9), .1, seed).Held, 2)[1]);
            Assert.Equal([1, 1, 1, 1], TrainingImages.Count(StratifiedSplit.Split(Examples(3, 4, 3, 4), .2, seed).Held, 4));
        }
    }

    [Fact]
    public void What_single_images_cannot_give_is_not_taken_from_others()
    {
        var held = TrainingImages.Count(StratifiedSplit.Split(Examples([10, .. Enumerable.Repeat(1, 100)]), .5, seed: 1).Held, 101);
        Assert.InRange(held[0], 5, 6);
        Assert.Equal(held[0], held.Sum());
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
