using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Mae;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public class MaskedPicturesTests
{
    private static readonly ImagePreprocessing s_preprocessing = new() { Width = 12, Height = 8 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APerfectPredictionIsTheImage(bool normalized)
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration with { NormalizePixels = normalized }, 1);
        var (bytes, images) = Images(2);
        var mask = PatchMask.FromNoise(tensor(new[] { 0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f }).reshape(1, 6).expand(2, 6), 0.5);
        var target = MaskedPixelLoss.Target(images, 4, normalized);
        var pictures = MaskedPictures.Of(images, new MaskedReconstruction(target, zeros(1), mask.Hidden), network, s_preprocessing);

        Assert.Equal(2, pictures.Count);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((12, 8), (pictures[i].Original.Width, pictures[i].Original.Height));
            Assert.Equal(bytes[i], pictures[i].Original.Pixels);
            Assert.Equal(bytes[i], pictures[i].Reconstructed.Pixels);
            Assert.Equal(bytes[i], pictures[i].Completed.Pixels);
            for (var at = 0; at < bytes[i].Length; at++)
            {
                var hidden = (at / 3 % 12 / 4 + at / 36 / 4 * 3) % 2 == 1; // patches 1, 3, 5 of 2 x 3
                Assert.Equal(hidden ? 128 : bytes[i][at], pictures[i].Masked.Pixels[at]);
            }
        }
    }

    [Fact]
    public void WhatWasSeenIsKeptAndWhatWasNotIsPredicted()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration with { NormalizePixels = false }, 1);
        var (bytes, images) = Images(1);
        var masks = PatchMask.Complementary(rand(1, 6), 2);
        var black = full([2, 6, 48], -9f);
        var pictures = MaskedPictures.Of(images, new MaskedReconstruction(black, zeros(1), cat([.. masks.Select(mask => mask.Hidden)])), network, s_preprocessing);
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures[1].Reconstructed.Pixels, value => Assert.Equal(0, value));

        // What one mask hides the other leaves.
        Assert.Equal(bytes[0], pictures[0].Completed.Pixels.Zip(pictures[1].Completed.Pixels, (a, b) => (byte)(a + b)));
    }

    private static (byte[][] Bytes, Tensor Images) Images(int count)
    {
        var random = new Random(1);
        var bytes = Enumerable.Range(0, count).Select(_ =>
        {
            var pixels = new byte[8 * 12 * 3];
            random.NextBytes(pixels);
            return pixels;
        }).ToArray();
        var images = zeros(count, 3, 8, 12);
        for (var i = 0; i < count; i++)
        {
            var chw = new float[3 * 8 * 12];
            PixelNormalizer.For(s_preprocessing).Write(bytes[i], 3, 12, 8, chw, flip: false);
            images[i].copy_(tensor(chw).view(3, 8, 12));
        }
        return (bytes, images);
    }
}
