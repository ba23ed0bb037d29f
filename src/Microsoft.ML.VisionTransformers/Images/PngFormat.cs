using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The header of a PNG file, and how its pixels are packed: 1 to 4 samples of 1 to 16 bits.</summary>
internal readonly record struct PngFormat(int Width, int Height, int Depth, byte ColourType, bool Interlaced)
{
    private const byte Grey = 0, Palette = 3, GreyAlpha = 4, Rgba = 6;

    public bool HasAlpha => ColourType is GreyAlpha or Rgba;

    /// <summary>At least 1, where several pixels share a byte.</summary>
    public int BytesPerPixel => Math.Max(1, Samples * Depth / 8);

    private int Samples => ColourType switch { Grey or Palette => 1, GreyAlpha => 2, Rgba => 4, _ => 3 };

    /// <exception cref="InvalidDataException">The combination is none of the format's.</exception>
    public static PngFormat Read(ReadOnlySpan<byte> header)
    {
        var format = new PngFormat(BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]),
            header[8], header[9], header[12] == 1);
        var depths = format.ColourType switch { Grey => "\x1\x2\x4\x8\x10", Palette => "\x1\x2\x4\x8", 2 or GreyAlpha or Rgba => "\x8\x10", _ => "" };
        if (!depths.Contains((char)format.Depth) || header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new InvalidDataException($"its header gives colour type {format.ColourType} with {format.Depth} bits");
        return format;
    }

    public int RowBytes(int columns) => checked((int)(((long)columns * Samples * Depth + 7) / 8));

    /// <summary>The colour of pixel <paramref name="x"/> of a row.</summary>
    public void Unpack(ReadOnlySpan<byte> row, int x, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        var step = Depth / 8; // The upper byte of 16 bits comes first.
        switch (ColourType)
        {
            case Palette:
                var index = Sample(row, x) * 3;
                if (index < palette.Length)
                    palette.Slice(index, 3).CopyTo(rgb);
                break;
            case Grey when Depth < 8:
                rgb.Fill((byte)(Sample(row, x) * 255 / ((1 << Depth) - 1)));
                break;
            case Grey or GreyAlpha:
                rgb.Fill(row[x * Samples * step]);
                break;
            default:
                var at = x * Samples * step;
                (rgb[0], rgb[1], rgb[2]) = (row[at], row[at + step], row[at + 2 * step]);
                break;
        }
    }

    /// <summary>How opaque pixel <paramref name="x"/> is.</summary>
    /// <param name="row">A row without its filter.</param>
    /// <param name="x">From 0.</param>
    /// <param name="transparency">Without samples of alpha, the body of chunk tRNS: the opacity of a palette's first colours, or the one colour that can't be seen, in 16 bits a sample.</param>
    public byte Alpha(ReadOnlySpan<byte> row, int x, ReadOnlySpan<byte> transparency)
    {
        if (HasAlpha)
            return row[(x * Samples + Samples - 1) * (Depth / 8)];
        if (ColourType == Palette)
            return Sample(row, x) is var index && index < transparency.Length ? transparency[index] : byte.MaxValue;
        if (transparency.Length != 2 * Samples)
            return byte.MaxValue;
        for (var i = 0; i < Samples; i++)
        {
            var at = (x * Samples + i) * (Depth / 8);
            var sample = Depth == 16 ? BinaryPrimitives.ReadUInt16BigEndian(row[at..]) : Depth == 8 ? row[at] : Sample(row, x);
            if (sample != BinaryPrimitives.ReadUInt16BigEndian(transparency[(2 * i)..]))
                return byte.MaxValue;
        }
        return 0;
    }

    private int Sample(ReadOnlySpan<byte> row, int x)
        => Depth == 8 ? row[x] : row[x * Depth / 8] >> (8 - Depth - x * Depth % 8) & ((1 << Depth) - 1);
}
