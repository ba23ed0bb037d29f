using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// The table at the end of a zip archive (PKWARE's APPNOTE 4.3, with zip64). .NET's own reader doesn't tell where an entry's bytes are, and
/// tensors are read from there; it also believes more of what an archive says than is safe.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const uint LocatorSignature = 0x07064B50;
    private const uint End64Signature = 0x06064B50;
    private const uint EntrySignature = 0x02014B50;
    private const uint LocalSignature = 0x04034B50;
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int MaxDirectory = 16 << 20;
    private const int MaxEntries = 100_000;

    // Deflate cannot do better than 1032 : 1; weights hardly do better than 2 : 1.
    private const int MaxRatio = 1032;
    private const long MaxInflated = 24L << 20;

    /// <summary>All entries by name, each found to lie inside the file and apart from the others.</summary>
    /// <exception cref="CheckpointFormatException">The archive is not sound.</exception>
    public static Dictionary<string, ZipEntry> Read(ByteSource file)
    {
        var (start, length, count) = FindDirectory(file);
        if (count > MaxEntries || length > MaxDirectory || count > length / EntryLength)
            throw Bad($"its directory claims {count} entries in {length} bytes");
        var directory = new byte[length];
        file.Read(start, directory);

        var entries = new Dictionary<string, ZipEntry>();
        var extents = new List<(long Begin, long End, string Name)>();
        var at = 0;
        for (long i = 0; i < count; i++)
        {
            var (name, header, stored, inflated, deflated) = ReadEntry(directory, ref at);
            var data = DataOffset(file, header, name);
            if (stored > start - data)
                throw Bad($"the entry '{name}' reaches beyond the data");
            if (!entries.TryAdd(name, new ZipEntry(name, new StoredBytes(data, stored, inflated, deflated))))
                throw Bad($"it has two entries '{name}'");
            extents.Add((header, data + stored, name));
        }
        CheckApart(extents);
        var inflatedSizes = entries.Values.Where(entry => entry.Bytes.Deflated).Select(entry => (decimal)entry.Bytes.Length).ToList();
        if (inflatedSizes.Sum() > MaxInflated + 4m * file.Length)
            throw Bad("it claims to inflate to many times its size, which weights don't");
        return entries;
    }

    private static (long Start, long Length, long Count) FindDirectory(ByteSource file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + ushort.MaxValue)];
        file.Read(file.Length - tail.Length, tail);
        for (var i = tail.Length - EndLength; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || EndLength + UInt16(end, 20) != end.Length)
                continue;
            var position = file.Length - end.Length;
            long count = UInt16(end, 10), length = UInt32(end, 12), start = UInt32(end, 16);
            if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
                (start, length, count, position) = FindDirectory64(file, position);
            if (start < 0 || length < 0 || count < 0 || start > position || length > position - start)
                throw Bad($"its directory claims bytes {start}..{(Int128)start + length} of {file.Length}");
            return (start, length, count);
        }
        throw Bad("it begins as a zip archive, and has no directory at its end; it may be cut off: fetch it again");
    }

    private static (long Start, long Length, long Count, long Position) FindDirectory64(ByteSource file, long end)
    {
        Span<byte> locator = stackalloc byte[20];
        Span<byte> record = stackalloc byte[56];
        if (end < locator.Length + record.Length)
            throw Bad("its zip64 directory is missing");
        file.Read(end - locator.Length, locator);
        var position = Int64(locator, 8);
        if (UInt32(locator, 0) != LocatorSignature || position < 0 || position > end - locator.Length - record.Length)
            throw Bad("its zip64 directory is missing");
        file.Read(position, record);
        if (UInt32(record, 0) != End64Signature)
            throw Bad("its zip64 directory is missing");
        return (Int64(record, 48), Int64(record, 40), Int64(record, 32), position);
    }

    private static (string Name, long Header, long Stored, long Inflated, bool Deflated) ReadEntry(byte[] directory, ref int at)
    {
        if (directory.Length - at < EntryLength || UInt32(directory, at) != EntrySignature)
            throw Bad($"its directory is damaged at byte {at}");
        var entry = directory.AsSpan(at);
        var (flags, method) = (UInt16(entry, 8), UInt16(entry, 10));
        long stored = UInt32(entry, 20), inflated = UInt32(entry, 24), header = UInt32(entry, 42);
        var (nameLength, extraLength, commentLength) = (UInt16(entry, 28), UInt16(entry, 30), UInt16(entry, 32));
        var total = EntryLength + nameLength + extraLength + commentLength;
        if (total > entry.Length)
            throw Bad($"its directory is damaged at byte {at}");
        var name = Encoding.UTF8.GetString(entry.Slice(EntryLength, nameLength));
        CheckName(name);
        ReadExtra64(entry.Slice(EntryLength + nameLength, extraLength), ref inflated, ref stored, ref header);
        if ((flags & 0x2041) != 0)
            throw Bad($"the entry '{name}' is encrypted");
        if (method is not (0 or 8))
            throw Bad($"the entry '{name}' is compressed by method {method}, and only deflate is read");
        if (stored < 0 || inflated < 0 || header < 0 || (method == 0 && stored != inflated) || (method == 8 && inflated / MaxRatio > stored))
            throw Bad($"the entry '{name}' claims {inflated} bytes out of {stored}");
        at += total;
        return (name, header, stored, inflated, method == 8);
    }

    /// <summary>Sizes that don't fit 32 bits stand in an extra field, those only, in this order.</summary>
    private static void ReadExtra64(ReadOnlySpan<byte> extra, ref long inflated, ref long stored, ref long header)
    {
        while (extra.Length >= 4)
        {
            var (id, size) = (UInt16(extra, 0), UInt16(extra, 2));
            extra = extra[4..];
            if (size > extra.Length)
                return;
            if (id == 1)
            {
                var field = extra[..size];
                Widen(ref inflated, ref field);
                Widen(ref stored, ref field);
                Widen(ref header, ref field);
            }
            extra = extra[size..];
        }

        static void Widen(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != uint.MaxValue || field.Length < 8)
                return;
            value = Int64(field, 0);
            field = field[8..];
        }
    }

    private static void CheckName(string name)
    {
        // ML.NET on Windows writes backslashes.
        if (name.Length == 0 || name[0] is '/' or '\\' || name.Contains(':') || name.Contains('\0') || name.Split('/', '\\').Contains(".."))
            throw Bad($"the name '{name}' of an entry leads out of it");
    }

    private static long DataOffset(ByteSource file, long header, string name)
    {
        Span<byte> local = stackalloc byte[LocalLength];
        if (header > file.Length - LocalLength)
            throw Bad($"the entry '{name}' begins at byte {header} of {file.Length}");
        file.Read(header, local);
        if (UInt32(local, 0) != LocalSignature)
            throw Bad($"nothing is at byte {header}, where the entry '{name}' should be");
        return header + LocalLength + UInt16(local, 26) + UInt16(local, 28);
    }

    private static void CheckApart(List<(long Begin, long End, string Name)> extents)
    {
        extents.Sort((a, b) => a.Begin.CompareTo(b.Begin));
        for (var i = 1; i < extents.Count; i++)
        {
            if (extents[i].Begin < extents[i - 1].End)
                throw Bad($"the entries '{extents[i - 1].Name}' and '{extents[i].Name}' overlap");
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    private static CheckpointFormatException Bad(string what) => new($"it is no sound zip archive: {what}.");
}
