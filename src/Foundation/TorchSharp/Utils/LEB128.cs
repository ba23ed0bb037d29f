namespace TorchSharp.Utils;

/// <summary>Whole numbers in seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
internal static class LEB128
{
    public static void Encode(this BinaryWriter writer, long value)
    {
        if (value < 0) throw new NotSupportedException("A count or size must not be negative.");
        while (value > 0x7f) {
            writer.Write((byte)(value & 0x7f | 0x80));
            value >>= 7;
        }
        writer.Write((byte)value);
    }

    public static long Decode(this BinaryReader reader)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            if (shift > 56) throw new InvalidDataException("A number in the file is longer than 63 bits.");
            var part = reader.ReadByte();
            value |= (long)(part & 0x7f) << shift;
            if ((part & 0x80) == 0) return value;
        }
    }
}
