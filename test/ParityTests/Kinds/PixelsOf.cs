using Microsoft.ML.VisionTransformers.Images;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>Images as fixtures hold them: rows of columns of colours.</summary>
internal static class PixelsOf
{
    public static RgbImage Fixture(Fixture fixture, string name)
    {
        var shape = fixture.Shape(name);
        return new RgbImage((int)shape[1], (int)shape[0], [.. Comparison.Numbers(fixture.Load(name)).Select(value => (byte)value)]);
    }

    public static Tensor Tensor(RgbImage image)
        => tensor(image.Pixels.Select(value => (float)value).ToArray(), [(long)image.Height, image.Width, 3]);
}
