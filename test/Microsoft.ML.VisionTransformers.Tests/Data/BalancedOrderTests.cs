using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public class BalancedOrderTests
{
    // 20 of class 0, 6 of class 3, 1 of class 5.
    private static readonly TrainingExample[] s_examples = [.. Enumerable.Range(0, 27)
        .Select(i => new TrainingExample(ImageSource.FromImage(new RgbImage(4, 4)), i < 20 ? 0 : i < 26 ? 3 : 5))];

    [Fact]
    public void AllClassesHaveAsManyTurns()
    {
        var order = new BalancedOrder(s_examples).Of(new SeededRandom(7));
        Assert.Equal(27, order.Length);
        Assert.Equal([9, 9, 9], order.GroupBy(draw => s_examples[draw.Example].Label).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(27, order.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 9), order.Where(draw => draw.Example == 26).Select(draw => draw.Repetition).Order());
        // Six images in nine turns: each once, three of them twice; of twenty, nine once.
        Assert.Equal([1, 1, 1, 2, 2, 2], order.Where(draw => s_examples[draw.Example].Label == 3).GroupBy(draw => draw.Example).Select(group => group.Count()).Order());
        Assert.All(order.Where(draw => draw.Example < 20), draw => Assert.Equal(0, draw.Repetition));
    }

    [Fact]
    public void TurnsThatDoNotDivideGoToOneClassOrAnother()
    {
        var counts = new BalancedOrder(s_examples[..26]).Of(new SeededRandom(1)).CountBy(draw => s_examples[draw.Example].Label).Select(pair => pair.Value);
        Assert.Equal([13, 13], counts);
        counts = new BalancedOrder(s_examples[1..]).Of(new SeededRandom(1)).CountBy(draw => s_examples[draw.Example + 1].Label).Select(pair => pair.Value).Order();
        Assert.Equal([8, 9, 9], counts);
    }

    [Fact]
    public void TheReaderFollowsSeedAndEpoch()
    {
        var settings = new BatchReaderSettings { BatchSize = 4, Shuffle = true, Balanced = true, Seed = 3 };
        using var one = new BatchReader(s_examples, ImagePreprocessing.Grey(4), settings);
        using var two = new BatchReader(s_examples, ImagePreprocessing.Grey(4), settings with { Threads = 1 });
        Assert.Equal(one.Order(2), two.Order(2));
        Assert.NotEqual(one.Order(2), one.Order(3));
        Assert.Equal([9L, 9L, 9L], one.Read(0).SelectMany(batch => batch.Labels.data<long>().ToArray()).CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => (long)pair.Value));
    }

    [Fact]
    public void RepetitionsDrawAnotherAugmentation()
    {
        Assert.Equal(5, new ExampleDraw(5).Seed);
        Assert.NotEqual(new SeededRandom(1, 0, new ExampleDraw(5).Seed).Next(), new SeededRandom(1, 0, new ExampleDraw(5, 1).Seed).Next());
    }
}
