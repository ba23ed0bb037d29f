using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Pictures out of the tensors that networks take.</summary>
internal static class PixelTensors
{
    /// <summary>The numbers of a network back as 0 to 255: bytes <c>[B, C, H, W]</c> in main memory.</summary>
    /// <param name="images"><c>[B, C, H, W]</c>, normalised.</param>
    /// <param name="preprocessing">How they were normalised.</param>
    public static Tensor Bytes(Tensor images, ImagePreprocessing preprocessing)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation) = (Channels(preprocessing.Mean), Channels(preprocessing.Std));
        return ((images.cpu().to(ScalarType.Float32) * deviation + mean) * 255).round().clamp(0, 255).to(ScalarType.Byte).MoveToOuterDisposeScope();
    }

    /// <summary>A number a channel, to be applied to images: <c>[1, C, 1, 1]</c>.</summary>
    public static Tensor Channels(IReadOnlyList<float> values) => tensor(values.ToArray()).view(1, values.Count, 1, 1);

    /// <summary>The pictures of bytes <c>[B, C, H, W]</c>, where C is 3, or 1 for grey.</summary>
    public static RgbImage[] Pictures(Tensor bytes)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ((int)bytes.shape[0], (int)bytes.shape[2], (int)bytes.shape[3]);
        var pixels = bytes.expand(count, RgbImage.Channels, height, width).permute(0, 2, 3, 1).contiguous().bytes.ToArray(); // [B, H, W, 3]
        var size = RgbImage.Channels * height * width;
        return [.. Enumerable.Range(0, count).Select(i => new RgbImage(width, height, pixels[(i * size)..((i + 1) * size)]))];
    }
}
