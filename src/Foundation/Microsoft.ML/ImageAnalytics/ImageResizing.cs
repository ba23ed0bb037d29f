using Microsoft.ML.Data;
using Microsoft.ML.Data.Codecs;
using Anchor = Microsoft.ML.Transforms.Image.ImageResizingEstimator.Anchor;
using ResizingKind = Microsoft.ML.Transforms.Image.ImageResizingEstimator.ResizingKind;

namespace Microsoft.ML.Transforms.Image;

/// <summary>
/// Where a resized image goes, and its pixels: <see cref="ResizingKind.Fill"/> takes the nearest pixel, the other two smooth ones on an opaque
/// canvas, with bars of zeros where there is no image.
/// </summary>
internal static class ImageResizing
{
    public static MLImage Resize(MLImage image, int width, int height, ResizingKind kind, Anchor anchor)
    {
        if (kind == ResizingKind.Fill)
            return Nearest(image, width, height);

        var widthAspect = (float)width / image.Width;
        var heightAspect = (float)height / image.Height;
        var heightDecides = kind == ResizingKind.IsoPad ? heightAspect < widthAspect : !(heightAspect < widthAspect);
        var aspect = heightDecides ? heightAspect : widthAspect;
        var spareWidth = width - image.Width * aspect;
        var spareHeight = height - image.Height * aspect;
        int left = 0, top = 0;
        if (heightDecides)
            left = kind == ResizingKind.IsoPad ? (int)(spareWidth / 2) : At(anchor, Anchor.Left, Anchor.Right, spareWidth);
        else
            top = kind == ResizingKind.IsoPad ? (int)(spareHeight / 2) : At(anchor, Anchor.Top, Anchor.Bottom, spareHeight);
        return Smooth(image, width, height, left, top, (int)(image.Width * aspect), (int)(image.Height * aspect));
    }

    private static int At(Anchor anchor, Anchor near, Anchor far, float spare) => anchor == near ? 0 : anchor == far ? (int)spare : (int)(spare / 2);

    private static MLImage Nearest(MLImage image, int width, int height)
    {
        var source = image.Pixels;
        var target = new PixelBuffer(width, height);
        var columns = new int[width];
        for (var x = 0; x < width; x++)
            columns[x] = (int)((2L * x + 1) * image.Width / (2L * width)) * 4;
        for (var y = 0; y < height; y++)
        {
            var from = source.Slice((int)((2L * y + 1) * image.Height / (2L * height)) * image.Width * 4, image.Width * 4);
            var to = target.Row(y);
            for (var x = 0; x < width; x++)
                from.Slice(columns[x], 4).CopyTo(to[(4 * x)..]);
        }
        return MLImage.Own(target, image.PixelFormat);
    }

    /// <summary>The image at the given place of the canvas and in the given size; what lies beyond the canvas isn't computed.</summary>
    private static MLImage Smooth(MLImage image, int width, int height, int left, int top, int imageWidth, int imageHeight)
    {
        var target = new PixelBuffer(width, height);
        target.Span.Clear();
        if (imageWidth <= 0 || imageHeight <= 0)
            return MLImage.Own(target, MLPixelFormat.Bgra32);
        int firstX = Math.Max(0, left), endX = Math.Min(width, left + imageWidth);
        int firstY = Math.Max(0, top), endY = Math.Min(height, top + imageHeight);
        var across = new ResamplingWeights(image.Width, imageWidth, firstX - left, endX - left);
        var down = new ResamplingWeights(image.Height, imageHeight, firstY - top, endY - top);

        // First the rows that are needed, then the columns: [rows, target columns, 3 colours].
        var swap = image.PixelFormat == MLPixelFormat.Rgba32;
        var (firstRow, rows) = down.Span;
        var columns = endX - firstX;
        var between = new float[rows * columns * 3];
        for (var row = 0; row < rows; row++)
            across.ApplyAcross(image.Pixels.Slice((firstRow + row) * image.Width * 4, image.Width * 4), between.AsSpan(row * columns * 3, columns * 3));
        var sum = new float[columns * 3];
        for (var y = firstY; y < endY; y++)
        {
            down.ApplyDown(y - firstY, between, firstRow, sum);
            var to = target.Row(y);
            for (var x = 0; x < columns; x++)
            {
                for (var c = 0; c < 3; c++)
                    to[4 * (firstX + x) + (swap ? 2 - c : c)] = (byte)Math.Clamp(sum[3 * x + c] + 0.5f, 0, 255);
                to[4 * (firstX + x) + 3] = 255;
            }
        }
        return MLImage.Own(target, MLPixelFormat.Bgra32);
    }
}
