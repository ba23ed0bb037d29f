using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public class RepeatedOrderTests
{
    [Fact]
    public void ImagesComeInARowAndTheEpochStaysAsLong()
    {
        var order = RepeatedOrder.Of(20, 3, new SeededRandom(7));
        Assert.Equal(20, order.Length);
        Assert.Equal(7, order.Select(draw => draw.Example).Distinct().Count());
        Assert.All(order.Index(), turn => Assert.Equal((turn.Index % 3, order[turn.Index / 3 * 3].Example), (turn.Item.Repetition, turn.Item.Example)));
        Assert.Equal(20, order.Select(draw => draw.Seed).Distinct().Count());
        Assert.Equal(new SeededRandom(7).Permutation(6), RepeatedOrder.Of(6, 1, new SeededRandom(7)).Select(draw => draw.Example));
    }

    [Fact]
    public void TheReaderFollowsSeedAndEpochAndAugmentsEachTurnAnew()
    {
        var settings = new BatchReaderSettings
        {
            BatchSize = 6, Shuffle = true, Repeats = 3, Seed = 3, Augmentation = new ImageAugmentation { Rotation = 90 },
        };
        using var one = Reader(settings with { Threads = 1 });
        using var two = Reader(settings with { Threads = 3 });
        var batches = Pixels(one, 1);
        Assert.Equal(batches, Pixels(two, 1));
        Assert.NotEqual(batches, Pixels(one, 2));
        var first = batches[0].Chunk(batches[0].Length / 6).Select(image => string.Join(' ', image)).ToArray();
        Assert.Equal(6, first.Distinct().Count());
    }

    private static List<float[]> Pixels(BatchReader reader, int epoch) => [.. reader.Read(epoch).Select(batch => batch.Images.data<float>().ToArray())];

    private static BatchReader Reader(BatchReaderSettings settings) => new(
        [.. Enumerable.Range(0, 12).Select(i => new TrainingExample(ImageSource.FromImage(
            new RgbImage(8, 8, [.. Enumerable.Range(0, 192).Select(p => (byte)(p * (i + 1)))])), i))],
        ImagePreprocessing.Grey(8), settings);
}
