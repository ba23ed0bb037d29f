using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

public sealed class ZeroShotEvaluationTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void KeysThatStandForNothingAreNoNames()
    {
        var view = _context.Data.LoadFromEnumerable(new[] { new Keyed { ImagePath = "a.png", Label = 1 }, new Keyed { ImagePath = "b.png", Label = 2 } });
        var message = Assert.Throws<ArgumentException>(() => ZeroShotEvaluation.Read(view, "ImagePath", "Label", default)).Message;
        Assert.Contains("keys of column 'Label' stand for no values", message);
    }

    [Fact]
    public void KeysStandForTheirValues()
    {
        var view = _context.Data.LoadFromEnumerable(new[] { new PairPictures.Row { Label = "disc" }, new PairPictures.Row { Label = "cross" } });
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
        foreach (var set in new[] { view, keyed })
        {
            var (images, classes) = ZeroShotEvaluation.Read(set, "ImagePath", "Label", default);
            Assert.Equal(["disc", "cross"], classes);
            Assert.Equal([0, 1], images.Select(image => image.Label));
        }
    }

    private sealed class Keyed
    {
        public string ImagePath { get; set; } = "";

        [KeyType(2)]
        public uint Label { get; set; }
    }
}
