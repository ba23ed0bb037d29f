using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Images. Their loader disposes one when it is asked for the next, so the pixels are copied. The copies lie in native memory until this is disposed.
/// </summary>
internal sealed class ImageBuffer(ValueGetter<MLImage?> get, int slots) : ColumnBuffer, IDisposable
{
    private readonly MLImage?[] _values = new MLImage?[slots];
    private MLImage? _source;

    public override void Read(int slot)
    {
        get(ref _source);
        _values[slot]?.Dispose();
        _values[slot] = Copy(_source);
    }

    /// <summary>As ML.NET's own image columns do: an image handed out is the caller's until he asks for the next into the same variable.</summary>
    public override Delegate CreateGetter(Func<int> current) => (ValueGetter<MLImage?>)((ref MLImage? value) =>
    {
        value?.Dispose();
        value = Copy(_values[current()]);
    });

    public void Dispose()
    {
        foreach (var image in _values)
            image?.Dispose();
    }

    private static MLImage? Copy(MLImage? image)
    {
        if (image is null)
            return null;
        var copy = MLImage.CreateFromPixels(image.Width, image.Height, image.PixelFormat, image.Pixels);
        copy.Tag = image.Tag;
        return copy;
    }
}
