using System.Text.Json;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training.Mixing;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Mixing;

public class BatchMixingTests
{
    [Theory]
    [InlineData("mae_finetune_globalpool_mixup")]
    [InlineData("mae_finetune_globalpool_cutmix_droppath")]
    public void MixesAsTimmDoes(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Golden.Open("vit-mae/" + name);
        using var json = JsonDocument.Parse(File.ReadAllText(Golden.PathOf($"vit-mae/{name}.json")));
        var mix = json.RootElement.GetProperty("mix");
        double drawn = mix.GetProperty("lam_drawn").GetDouble(), share = mix.GetProperty("lam").GetDouble();
        var bounds = mix.GetProperty("bbox_yl_yh_xl_xh");
        var pair = new MixedPair(drawn);
        if (bounds.ValueKind != JsonValueKind.Null)
        {
            int[] box = [.. bounds.EnumerateArray().Select(bound => bound.GetInt32())];
            pair = MixedPair.Cut(drawn, (box[2] + box[3]) / 2, (box[0] + box[1]) / 2, 32, 32);
            Assert.Equal(new ImageRegion(box[2], box[0], box[3] - box[2], box[1] - box[0]), pair.Box);
        }
        Assert.Equal(share, pair.Share);

        var images = tensor(golden.Floats("input/pixel_values")).reshape([.. golden.Shape("input/pixel_values").Select(size => (long)size)]);
        pair.Apply(images);
        Assert.Equal(golden.Floats("input/mixed_pixel_values"), images.data<float>().ToArray());
        var labels = tensor(golden.Bytes("input/labels").Select(label => (long)label).ToArray());
        Assert.Equal(golden.Floats("target/soft_labels"), pair.Targets(labels, 6, 0.1).data<float>().ToArray());
    }

    [Fact]
    public void BoxesThatReachBeyondTheImageCountWithTheirPartInIt()
    {
        // Sides of 16 (root of 1/4 of 32), around the corner.
        var pair = MixedPair.Cut(0.75, 31, 0, 32, 32);
        Assert.Equal(new ImageRegion(23, 0, 9, 8), pair.Box);
        Assert.Equal(1 - 72 / 1024.0, pair.Share);
        Assert.Equal(1, MixedPair.Cut(1, 5, 5, 32, 32).Share);
    }

    [Theory]
    [InlineData(0.8, 0, 1, 0.5, 1, 0)]
    [InlineData(0, 1, 1, 0.5, 0, 1)]
    [InlineData(0.8, 1, 1, 0.5, 0.5, 0.5)]
    [InlineData(0.8, 1, 0.4, 0.25, 0.3, 0.1)]
    [InlineData(0.8, 1, 0, 0.5, 0, 0)]
    [InlineData(0, 0, 1, 0.5, 0, 0)]
    public void ChoosesAsItsProbabilitiesSay(double mixup, double cutmix, double probability, double switching, double mixed, double cut)
    {
        var mixing = new BatchMixing { MixupAlpha = mixup, CutmixAlpha = cutmix, Probability = probability, SwitchProbability = switching, Classes = 3 };
        Assert.Equal(mixed + cut > 0, mixing.IsOn);
        var random = new SeededRandom(21);
        var pairs = Enumerable.Range(0, 4000).Select(_ => mixing.Draw(20, 10, ref random)).ToArray();
        Assert.InRange(pairs.Count(pair => pair.Box is null && pair.Share < 1) / 4000.0, mixed - 0.03, mixed + 0.03);
        Assert.InRange(pairs.Count(pair => pair.Box is not null) / 4000.0, cut - 0.03, cut + 0.03);
        Assert.All(pairs.Where(pair => pair.Box is not null), pair => Assert.True(pair.Box!.Value.IsWithin(new ImageRegion(0, 0, 20, 10))));
    }

    [Theory]
    [InlineData(MixMode.Pair)]
    [InlineData(MixMode.Element)]
    public void PairsAndElementsDrawTheirOwn(MixMode mode)
    {
        using var scope = NewDisposeScope();
        const int Count = 201;
        var values = Enumerable.Range(0, Count).Select(i => (float)i + 1).ToArray();
        var images = tensor(values).reshape(Count, 1, 1, 1).expand(Count, 1, 8, 8).contiguous();
        var batch = new Batch(images, arange(Count, dtype: ScalarType.Int64), Count);
        var mixing = new BatchMixing { MixupAlpha = 0.8, CutmixAlpha = 1, Probability = 0.8, Mode = mode, Classes = Count };
        var mixed = mixing.Mix(batch, new SeededRandom(4));
        var pixels = mixed.Images.data<float>().ToArray().Chunk(64).ToArray();
        var targets = mixed.Targets!.data<float>().ToArray().Chunk(Count).ToArray();
        float[] shares = [.. targets.Select((row, i) => row[i])];
        for (int i = 0; i < Count; i++)
        {
            int other = Count - 1 - i;
            if (i != other)
                Assert.Equal(1, shares[i] + targets[i][other], 1e-5);
            // Mixup and cutmix alike: the mean of the pixels has the shares of the classes.
            Assert.Equal(i == other ? values[i] : shares[i] * values[i] + (1 - shares[i]) * values[other], pixels[i].Average(), 1e-2);
            if (mode == MixMode.Pair)
                Assert.Equal(shares[i], shares[other]);
        }
        int draws = mode == MixMode.Pair ? (Count + 1) / 2 : Count;
        Assert.InRange(shares.Take(draws).Count(share => share == 1) / (double)draws, 0.1, 0.35); // a fifth is not drawn
        Assert.InRange(shares.Take(draws).Where(share => share < 1).Distinct().Count(), draws / 3, draws);
        Assert.Contains(pixels, image => image.Distinct().Count() == 2);                          // cut
        if (mode == MixMode.Element)
            Assert.Contains(Enumerable.Range(0, Count / 2), i => shares[i] != shares[Count - 1 - i]);
        Assert.Equal(pixels.SelectMany(image => image), mixing.Mix(batch with { Images = tensor(values).reshape(Count, 1, 1, 1).expand(Count, 1, 8, 8).contiguous() },
            new SeededRandom(4)).Images.data<float>().ToArray());
    }

    [Fact]
    public void BatchesThatAreNotMixedHaveTargetsTooAndOddOnesAreMixed()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(arange(6, dtype: ScalarType.Float32).reshape(3, 1, 2, 1), tensor(new long[] { 0, 1, 2 }), 3);
        var plain = new BatchMixing { Classes = 4, LabelSmoothing = 0.2 }.Mix(batch, new SeededRandom(1));
        Assert.Equal([0.85f, 0.05f, 0.05f, 0.05f], plain.Targets![0].data<float>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], batch.Images.data<float>().ToArray());

        var mixed = new BatchMixing { MixupAlpha = 1, Classes = 4 }.Mix(batch, new SeededRandom(1));
        float[] values = mixed.Images.data<float>().ToArray(), targets = mixed.Targets!.data<float>().ToArray();
        Assert.Equal(2, values[2], 1e-6);
        Assert.Equal(4 * (1 - targets[0]), values[0], 1e-5);
        Assert.Equal(1, targets[0] + targets[2], 1e-6);
        Assert.Equal(1, targets[5]);
    }
}
