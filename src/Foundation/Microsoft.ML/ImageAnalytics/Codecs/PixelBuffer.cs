using System.Buffers;

namespace Microsoft.ML.Data.Codecs;

/// <summary>
/// Pixels of four bytes each, row after row, in memory from the pool: images come and go at the rate of a training loop, and clearing fresh
/// megabytes for each would cost as much as decoding them.
/// </summary>
internal readonly struct PixelBuffer
{
    /// <summary>
    /// The most pixels an image may have: 134 million, half a gigabyte. A header of a few bytes can claim far more,
    /// so it is asked before anything is allocated.
    /// </summary>
    public const long MaxPixels = 1L << 27;

    public readonly byte[] Bytes;
    public readonly int Width;
    public readonly int Height;

    public PixelBuffer(long width, long height)
    {
        if (width <= 0 || height <= 0 || width > int.MaxValue || height > int.MaxValue || width * height > MaxPixels)
            throw new InvalidDataException($"An image of {width} x {height} pixels is not one that can be decoded.");
        Width = (int)width;
        Height = (int)height;
        Bytes = ArrayPool<byte>.Shared.Rent(Length);
    }

    public int Stride => Width * 4;

    public int Length => Width * Height * 4;

    public Span<byte> Span => Bytes.AsSpan(0, Length);

    public Span<byte> Row(int y) => Bytes.AsSpan(y * Stride, Stride);

    public void Return() => ArrayPool<byte>.Shared.Return(Bytes);
}
