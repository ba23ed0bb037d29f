using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// The colour at a point between pixels' centres, which are at whole numbers here, in 64-bit floats: red, green and blue at once, and a
/// fourth lane that is dropped. Pixels beyond the border are those at it.
/// </summary>
internal static class PointSampling
{
    public static void Linear(RgbImage image, double x, double y, Span<byte> pixel)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        var (dx, dy) = (Vector256.Create(x - left), Vector256.Create(y - top));
        int x0 = Column(image, left), x1 = Column(image, left + 1);
        int upper = Row(image, top), lower = Row(image, top + 1);
        byte[] pixels = image.Pixels;
        var above = Linear(Colour(pixels, upper + x0), Colour(pixels, upper + x1), dx);
        var below = Linear(Colour(pixels, lower + x0), Colour(pixels, lower + x1), dx);
        Store(Linear(above, below, dy), pixel);
    }

    public static void Cubic(RgbImage image, double x, double y, Span<byte> pixel)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        var (dx, dy) = (Vector256.Create(x - left), Vector256.Create(y - top));
        int x0 = Column(image, left - 1), x1 = Column(image, left), x2 = Column(image, left + 1), x3 = Column(image, left + 2);
        byte[] pixels = image.Pixels;
        var value = Cubic(Across(Row(image, top - 1)), Across(Row(image, top)), Across(Row(image, top + 1)), Across(Row(image, top + 2)), dy);
        Store(Vector256.Min(Vector256.Max(value, Vector256<double>.Zero), Vector256.Create(255.0)), pixel);

        Vector256<double> Across(int row) =>
            Cubic(Colour(pixels, row + x0), Colour(pixels, row + x1), Colour(pixels, row + x2), Colour(pixels, row + x3), dx);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Linear(Vector256<double> v1, Vector256<double> v2, Vector256<double> d) => v1 + (v2 - v1) * d;

    /// <summary>Cubic convolution with a = -1, at <paramref name="d"/> between the two middle values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Cubic(Vector256<double> v1, Vector256<double> v2, Vector256<double> v3, Vector256<double> v4, Vector256<double> d)
    {
        var linear = v3 - v1;
        var square = (v1 - v2) * 2.0 + v3 - v4;
        var cube = v2 - v1 - v3 + v4;
        return v2 + d * (linear + d * (square + d * cube));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Colour(byte[] pixels, int at)
    {
        // Four bytes are read where three count, but at the end.
        uint packed = at + sizeof(uint) <= pixels.Length
            ? Unsafe.ReadUnaligned<uint>(ref pixels[at])
            : (uint)(pixels[at] | (pixels[at + 1] << 8) | (pixels[at + 2] << 16));
        var values = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(packed).AsByte())).AsInt32();
        if (Avx.IsSupported)
            return Avx.ConvertToVector256Double(values);
        var (low, high) = Vector128.Widen(Vector128.ConvertToSingle(values));
        return Vector256.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> value, Span<byte> pixel) =>
        (pixel[0], pixel[1], pixel[2]) = ((byte)value[0], (byte)value[1], (byte)value[2]);

    private static int Column(RgbImage image, int x) => Math.Clamp(x, 0, image.Width - 1) * RgbImage.Channels;

    private static int Row(RgbImage image, int y) => Math.Clamp(y, 0, image.Height - 1) * image.Width * RgbImage.Channels;
}
