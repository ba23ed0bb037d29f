using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Spreads the bytes of an image over a vector. There are 256 levels: each is offset and scaled once, in a table.</summary>
internal sealed class PixelExtraction<T>
{
    private readonly T[] _levels;
    private readonly int _pixels;
    private readonly int _step;
    private readonly (int Place, int Bgra, int Rgba)[] _colors;

    public PixelExtraction(ImagePixelExtractingEstimator.ColumnOptions column, ImageDataViewType type, T[] levels)
    {
        _levels = levels;
        _pixels = type.Height * type.Width;
        _step = column.Interleave ? column.Planes : 1;
        Size = _pixels * column.Planes;
        var layout = new ColorLayout(column.Colors, column.OrderOfExtraction);
        var apart = column.Interleave ? 1 : _pixels;
        _colors = [.. new[] { (layout.Blue, 0, 2), (layout.Green, 1, 1), (layout.Red, 2, 0), (layout.Alpha, 3, 3) }
            .Where(c => c.Item1 >= 0).Select(c => (c.Item1 * apart, c.Item2, c.Item3))];
    }

    public int Size { get; }

    public void Extract(MLImage image, Span<T> target)
    {
        var pixels = image.Pixels;
        foreach (var (place, bgra, rgba) in _colors)
        {
            var at = image.PixelFormat == MLPixelFormat.Rgba32 ? rgba : bgra;
            var to = place;
            for (var i = 0; i < _pixels; i++, at += 4, to += _step)
                target[to] = _levels[pixels[at]];
        }
    }
}
