using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Decoded images kept between epochs while they fit in a number of bytes: small pictures are decoded once, large ones each time.</summary>
internal sealed class PixelCache(int count, long capacity)
{
    private readonly byte[]?[] _pixels = new byte[count][];
    private readonly (int Width, int Height)[] _sizes = new (int, int)[count];
    private long _free = capacity;

    /// <summary>The bytes kept for an image, or null.</summary>
    public byte[]? Get(int index) => Volatile.Read(ref _pixels[index]);

    public RgbImage? GetImage(int index) =>
        Get(index) is { } pixels ? new RgbImage(_sizes[index].Width, _sizes[index].Height, pixels) : null;

    /// <summary>Keeps an image if it fits and is not kept yet: an epoch that draws it several times may offer it from several threads.</summary>
    public void Offer(int index, byte[] pixels, int width = 0, int height = 0)
    {
        var fits = Interlocked.Add(ref _free, -pixels.Length) >= 0;
        if (fits)
            _sizes[index] = (width, height); // the same whoever offers it
        if (!fits || Interlocked.CompareExchange(ref _pixels[index], pixels, null) is not null)
            Interlocked.Add(ref _free, pixels.Length);
    }
}
