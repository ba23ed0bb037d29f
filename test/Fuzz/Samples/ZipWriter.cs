using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Fuzz.Samples;

/// <summary>Writes zip archives byte by byte, sound ones and others.</summary>
internal sealed class ZipWriter
{
    private readonly MemoryStream _bytes = new();
    private readonly MemoryStream _directory = new();
    private ushort _count;

    public long Position => _bytes.Position;

    /// <summary>Adds a file; what the directory says of it can be made up.</summary>
    public ZipWriter Add(string name, byte[] data, bool deflate = false, uint? claimedSize = null, uint? claimedStored = null, uint? claimedHeader = null)
    {
        var stored = deflate ? Deflate(data) : data;
        var utf8 = Encoding.UTF8.GetBytes(name);
        var header = (uint)_bytes.Position;
        var method = (ushort)(deflate ? 8 : 0);
        var (size, storedSize) = (claimedSize ?? (uint)data.Length, claimedStored ?? (uint)stored.Length);
        Write(_bytes, 0x04034B50u, (ushort)20, (ushort)0x800, method, 0u, 0u, storedSize, size, (ushort)utf8.Length, (ushort)0);
        _bytes.Write(utf8);
        _bytes.Write(stored);
        Write(_directory, 0x02014B50u, (ushort)20, (ushort)20, (ushort)0x800, method, 0u, 0u, storedSize, size,
            (ushort)utf8.Length, (ushort)0, (ushort)0, (ushort)0, (ushort)0, 0u, claimedHeader ?? header);
        _directory.Write(utf8);
        _count++;
        return this;
    }

    /// <summary>The archive; with <paramref name="zip64"/>, as one whose directory doesn't fit 32 bits.</summary>
    public byte[] ToArray(bool zip64 = false)
    {
        var (start, length) = (_bytes.Position, _directory.Length);
        _bytes.Write(_directory.ToArray());
        if (zip64)
        {
            var position = _bytes.Position;
            Write(_bytes, 0x06064B50u, 44UL, (ushort)45, (ushort)45, 0u, 0u, (ulong)_count, (ulong)_count, (ulong)length, (ulong)start);
            Write(_bytes, 0x07064B50u, 0u, (ulong)position, 1u);
            Write(_bytes, 0x06054B50u, (ushort)0, (ushort)0, ushort.MaxValue, ushort.MaxValue, uint.MaxValue, uint.MaxValue, (ushort)0);
        }
        else
        {
            Write(_bytes, 0x06054B50u, (ushort)0, (ushort)0, _count, _count, (uint)length, (uint)start, (ushort)0);
        }
        return _bytes.ToArray();
    }

    private static byte[] Deflate(byte[] data)
    {
        using var stored = new MemoryStream();
        using (var deflate = new DeflateStream(stored, CompressionLevel.Optimal))
            deflate.Write(data);
        return stored.ToArray();
    }

    private static void Write(MemoryStream stream, params object[] numbers)
    {
        Span<byte> bytes = stackalloc byte[8];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Convert.ToUInt64(number));
            stream.Write(bytes[..(number is ushort ? 2 : number is uint ? 4 : 8)]);
        }
    }
}
