using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>Windows bitmaps: 1, 4, 8, 16, 24 and 32 bits, palettes, bit fields, run lengths, either row order.</summary>
internal static class BmpCodec
{
    private const int FileHeader = 14;
    private const uint Uncompressed = 0;
    private const uint RunLength8 = 1;
    private const uint RunLength4 = 2;
    private const uint BitFields = 3;
    private const uint AlphaBitFields = 6;

    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return DecodeChecked(file);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The bitmap ends before its last row.", e); // every read goes through a span
        }
    }

    private static PixelBuffer DecodeChecked(ReadOnlySpan<byte> file)
    {
        var header = Header.Read(file);
        var data = file[header.DataStart..];
        var runs = header.Compression is RunLength4 or RunLength8;
        if (!runs && (long)header.Stride * header.Height > data.Length)
            throw new InvalidDataException("The bitmap ends before its last row.");

        var pixels = new PixelBuffer(header.Width, header.Height);
        try
        {
            if (runs)
                new RunLengths(header, pixels).Decode(data);
            else if (header.Bits <= 8)
                DecodeIndexes(header, data, pixels);
            else
                DecodeColors(header, data, pixels);
        }
        catch
        {
            pixels.Return();
            throw;
        }
        if (header.Masks[3] != 0)
            Premultiplication.Apply(pixels.Span);
        return pixels;
    }

    private static void DecodeIndexes(Header header, ReadOnlySpan<byte> data, PixelBuffer pixels)
    {
        var perByte = 8 / header.Bits;
        var mask = (1 << header.Bits) - 1;
        for (var y = 0; y < header.Height; y++)
        {
            var source = data.Slice(y * header.Stride, header.Stride);
            var row = MemoryMarshal.Cast<byte, uint>(pixels.Row(header.RowOf(y)));
            for (var x = 0; x < row.Length; x++)
                row[x] = header.Color(source[x / perByte] >> (8 - header.Bits * (x % perByte + 1)) & mask);
        }
    }

    private static void DecodeColors(Header header, ReadOnlySpan<byte> data, PixelBuffer pixels)
    {
        var size = header.Bits / 8;
        var seenAlpha = false;
        for (var y = 0; y < header.Height; y++)
        {
            var source = data.Slice(y * header.Stride, header.Stride);
            var row = pixels.Row(header.RowOf(y));
            for (var x = 0; x < header.Width; x++)
            {
                var value = size switch
                {
                    2 => BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * x)..]),
                    3 => (uint)(source[3 * x] | source[3 * x + 1] << 8 | source[3 * x + 2] << 16),
                    _ => BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * x)..]),
                };
                row[4 * x] = Sample(value, header.Masks[2]);
                row[4 * x + 1] = Sample(value, header.Masks[1]);
                row[4 * x + 2] = Sample(value, header.Masks[0]);
                row[4 * x + 3] = header.Masks[3] == 0 ? (byte)255 : Sample(value, header.Masks[3]);
                seenAlpha |= row[4 * x + 3] != 0;
            }
        }
        if (seenAlpha)
            return;
        var all = pixels.Span; // an alpha that is nowhere set was never meant
        for (var i = 3; i < all.Length; i += 4)
            all[i] = 255;
    }

    private static byte Sample(uint value, uint mask)
    {
        if (mask == 0)
            return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        ulong max = mask >> shift;
        return (byte)(((ulong)((value & mask) >> shift) * 255 + max / 2) / max);
    }

    private sealed class Header
    {
        public int Width;
        public int Height;
        public int Bits;
        public int Stride;
        public int DataStart;
        public uint Compression;
        public readonly uint[] Masks = new uint[4];
        private bool _topDown;
        private uint[] _palette = [];

        public int RowOf(int y) => _topDown ? y : Height - 1 - y;

        public uint Color(int index) => index < _palette.Length ? _palette[index] : 0xFF000000;

        public static Header Read(ReadOnlySpan<byte> file)
        {
            var header = new Header { DataStart = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(file[10..])) };
            var info = file[FileHeader..];
            var size = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(info));
            var paletteEntry = 4;
            if (size == 12)
            {
                header.Width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
                header.Height = BinaryPrimitives.ReadInt16LittleEndian(info[6..]);
                header.Bits = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
                paletteEntry = 3;
            }
            else if (size >= 40)
            {
                header.Width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
                header.Height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
                header.Bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
                header.Compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
            }
            else
                throw new InvalidDataException($"A bitmap header of {size} bytes is not known.");

            header._topDown = header.Height < 0;
            header.Height = Math.Abs(header.Height);
            if (header.Width <= 0 || header.Height == 0 || (long)header.Width * header.Height > PixelBuffer.MaxPixels)
                throw new InvalidDataException($"A bitmap of {header.Width} x {header.Height} pixels is not one that can be decoded.");
            var known = header.Compression switch
            {
                Uncompressed => header.Bits is 1 or 4 or 8 or 16 or 24 or 32,
                RunLength8 => header.Bits == 8,
                RunLength4 => header.Bits == 4,
                BitFields or AlphaBitFields => header.Bits is 16 or 32,
                _ => false,
            };
            if (!known)
                throw new InvalidDataException($"A bitmap of {header.Bits} bits with compression {header.Compression} is not known.");
            header.Stride = checked((int)(((long)header.Width * header.Bits + 31) / 32 * 4));

            if (header.Bits <= 8)
                header.ReadPalette(info[size..], paletteEntry, header.DataStart - FileHeader - size, size >= 40 ? BinaryPrimitives.ReadUInt32LittleEndian(info[32..]) : 0);
            else
                header.ReadMasks(info, size);
            return header;
        }

        private void ReadPalette(ReadOnlySpan<byte> entries, int entry, int room, uint used)
        {
            var count = (int)Math.Min(used == 0 ? 1u << Bits : used, 1u << Bits);
            count = Math.Min(count, Math.Max(0, room) / entry);
            _palette = new uint[count];
            for (var i = 0; i < count; i++)
                _palette[i] = 0xFF000000 | (uint)(entries[entry * i] | entries[entry * i + 1] << 8 | entries[entry * i + 2] << 16);
        }

        private void ReadMasks(ReadOnlySpan<byte> info, int size)
        {
            if (Compression is BitFields or AlphaBitFields)
            {
                var masks = size >= 56 || Compression == AlphaBitFields ? 4 : 3; // behind the short header, or within a longer one: the same place
                for (var i = 0; i < masks; i++)
                    Masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(info[(40 + 4 * i)..]);
            }
            else
                (Masks[0], Masks[1], Masks[2]) = Bits == 16 ? (0x7C00u, 0x03E0u, 0x001Fu) : (0xFF0000u, 0xFF00u, 0xFFu);
        }
    }

    /// <summary>Run-length encoded indexes; what is skipped stays in the first colour.</summary>
    private readonly ref struct RunLengths(Header header, PixelBuffer pixels)
    {
        public void Decode(ReadOnlySpan<byte> data)
        {
            MemoryMarshal.Cast<byte, uint>(pixels.Span).Fill(header.Color(0));
            int x = 0, y = 0, at = 0;
            while (true)
            {
                int count = data[at++], value = data[at++];
                if (count > 0)
                {
                    for (var i = 0; i < count; i++)
                        Put(x++, y, header.Bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
                    continue;
                }
                switch (value)
                {
                    case 0:
                        (x, y) = (0, y + 1);
                        break;
                    case 1:
                        return;
                    case 2:
                        (x, y) = (x + data[at], y + data[at + 1]);
                        at += 2;
                        break;
                    default:
                        for (var i = 0; i < value; i++)
                            Put(x++, y, header.Bits == 8 ? data[at + i] : i % 2 == 0 ? data[at + i / 2] >> 4 : data[at + i / 2] & 15);
                        var bytes = header.Bits == 8 ? value : (value + 1) / 2;
                        at += bytes + (bytes & 1);
                        break;
                }
            }
        }

        private void Put(int x, int y, int index)
        {
            if (x < header.Width && y < header.Height)
                MemoryMarshal.Cast<byte, uint>(pixels.Row(header.RowOf(y)))[x] = header.Color(index);
        }
    }
}
