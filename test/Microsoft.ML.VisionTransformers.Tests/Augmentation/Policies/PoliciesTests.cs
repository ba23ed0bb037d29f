using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Augmentation.Policies;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation.Policies;

public class PoliciesTests
{
    private static readonly Canvas s_canvas = new(null, new(124, 116, 104));
    private static readonly RgbImage s_photo = ImageDecoder.Decode(Repository.Asset("Augmentation", "photo.png"));

    public static TheoryData<string> Names => ["rand-m9-mstd0.5-inc1", "rand-n1-p1-w0", "original", "originalr-mstd0.5", "v0", "v0r", "3a", "imagenet", "cifar10", "svhn", "trivial"];

    [Theory]
    [MemberData(nameof(Names))]
    public void DependOnTheSeedAloneAndLeaveTheImageAsItIs(string name)
    {
        byte[] before = [.. s_photo.Pixels];
        var step = Policy(name);
        int changed = 0, different = 0;
        byte[]? last = null;
        for (int index = 0; index < 300; index++)
        {
            SeededRandom first = new(3, 1, index), second = new(3, 1, index);
            var image = step.Apply(s_photo, ref first);
            Assert.Equal((41, 30), (image.Width, image.Height));
            Assert.Equal(image.Pixels, step.Apply(s_photo, ref second).Pixels);
            changed += image.Pixels.AsSpan().SequenceEqual(before) ? 0 : 1;
            different += last is null || image.Pixels.AsSpan().SequenceEqual(last) ? 0 : 1;
            last = image.Pixels;
        }
        Assert.Equal(before, s_photo.Pixels);
        Assert.InRange(changed, 150, 300);
        Assert.InRange(different, 150, 300);
    }

    [Fact]
    public void RandAugmentDoesAsManyAsItSays()
    {
        // Inverting twice is nothing: with one operation, always done, the share of unchanged images is that of operations that change nothing.
        Assert.Equal(200, Unchanged("rand-p0"));
        Assert.InRange(Unchanged("rand-m9-n2-inc1"), 30, 75); // a quarter draw two that aren't done
        Assert.InRange(Unchanged("rand-m9-n1-p1-inc1"), 0, 5);
    }

    [Fact]
    public void MagnitudesAreSpread()
    {
        var (random, spread) = (new SeededRandom(4), new Magnitude(0.5));
        var draws = Enumerable.Range(0, 20_000).Select(_ => spread.Draw(9, ref random)).ToArray();
        Assert.InRange(draws.Average(), 0.895, 0.9);
        Assert.InRange(draws.Count(draw => draw == 1), 20_000 * 0.0228 * 0.85, 20_000 * 0.0228 * 1.15); // beyond two deviations
        Assert.Equal(0.9, new Magnitude().Draw(9, ref random));
        Assert.Equal(1.5, new Magnitude(0, 20).Draw(15, ref random));
        Assert.InRange(Enumerable.Range(0, 10_000).Average(_ => new Magnitude(double.PositiveInfinity).Draw(9, ref random)), 0.44, 0.46);
    }

    [Theory]
    [InlineData("original2")]
    [InlineData("imagenet-mstd0.5")]
    [InlineData("v0-mstdx")]
    [InlineData("")]
    public void UnknownPoliciesAreRefused(string name) =>
        Assert.Contains("original, originalr, v0, v0r, 3a, imagenet, cifar10, svhn", Assert.Throws<FormatException>(() => AutoAugment.Parse(name, s_canvas)).Message);

    private static int Unchanged(string name)
    {
        var step = Policy(name);
        return Enumerable.Range(0, 200).Count(index =>
        {
            var random = new SeededRandom(8, 0, index);
            return step.Apply(s_photo, ref random).Pixels.AsSpan().SequenceEqual(s_photo.Pixels);
        });
    }

    private static IImageStep Policy(string name) => name switch
    {
        "trivial" => new TrivialAugmentWide(s_canvas),
        _ when name.StartsWith("rand") => new RandAugment(RandAugmentSettings.Parse(name), s_canvas),
        _ => AutoAugment.Parse(name, s_canvas),
    };
}
