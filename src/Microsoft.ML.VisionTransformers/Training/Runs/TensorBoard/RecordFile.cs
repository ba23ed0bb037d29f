using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

/// <summary>
/// TensorFlow's record framing (TFRecord): length as 64 bits, its masked checksum, the record, its masked checksum; all little-endian.
/// </summary>
internal static class RecordFile
{
    private const int Prefix = sizeof(ulong) + sizeof(uint);
    private const int Suffix = sizeof(uint);

    /// <summary>A record in its frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> record)
    {
        var frame = new byte[Prefix + record.Length + Suffix];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(sizeof(ulong)), Crc32C.Masked(frame.AsSpan(0, sizeof(ulong))));
        record.CopyTo(frame.AsSpan(Prefix));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(Prefix + record.Length), Crc32C.Masked(record));
        return frame;
    }

    /// <summary>The whole records of a file; what follows a damaged or unfinished one is not looked at, as TensorBoard doesn't.</summary>
    public static IEnumerable<byte[]> Records(byte[] file)
    {
        int at = 0;
        while (file.Length - at >= Prefix + Suffix)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            if (length > (ulong)(file.Length - at - Prefix - Suffix) || !Checks(at, sizeof(ulong)) || !Checks(at + Prefix, (int)length))
                yield break;
            yield return file[(at + Prefix)..(at + Prefix + (int)length)];
            at += Prefix + (int)length + Suffix;
        }

        bool Checks(int start, int length) =>
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(start + length)) == Crc32C.Masked(file.AsSpan(start, length));
    }
}
