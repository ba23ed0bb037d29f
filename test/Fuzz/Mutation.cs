using System.Buffers.Binary;

namespace Fuzz;

/// <summary>Changes to a sound file, the same for the same random numbers.</summary>
internal static class Mutation
{
    private static readonly long[] s_numbers =
    [
        0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue,
    ];

    /// <summary>One to eight changes, most often one.</summary>
    public static byte[] Apply(IReadOnlyList<byte[]> seeds, Random random)
    {
        var file = (byte[])seeds[random.Next(seeds.Count)].Clone();
        var changes = random.Next(3) == 0 ? random.Next(2, 9) : 1;
        for (var i = 0; i < changes && file.Length > 0; i++)
            file = Change(file, seeds, random);
        return file;
    }

    private static byte[] Change(byte[] file, IReadOnlyList<byte[]> seeds, Random random)
    {
        var at = random.Next(file.Length);
        var length = Math.Min(file.Length - at, 1 + random.Next(1 << random.Next(1, 8)));
        switch (random.Next(10))
        {
            case 0:
                return file[..at];
            case 1 or 2:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 3:
                file[at] = (byte)random.Next(256);
                return file;
            case 4:
                return WithNumber(file, at, random);
            case 5:
                return [.. file[..at], .. file[(at + length)..]];
            case 6:
                return [.. file[..at], .. file.AsSpan(at, length), .. file[at..]];
            case 7:
                random.NextBytes(file.AsSpan(at, Math.Min(length, 8)));
                return file;
            case 8:
                return WithDigits(file, at, random);
            default:
                // A piece of another sound file in the place of this one's.
                var other = seeds[random.Next(seeds.Count)];
                if (other.Length == 0)
                    return file;
                var from = random.Next(other.Length);
                other.AsSpan(from, Math.Min(Math.Min(length, other.Length - from), file.Length - at)).CopyTo(file.AsSpan(at));
                return file;
        }
    }

    /// <summary>An extreme number over four or eight bytes.</summary>
    private static byte[] WithNumber(byte[] file, int at, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, s_numbers[random.Next(s_numbers.Length)]);
        number = number[..Math.Min(1 << random.Next(1, 4), file.Length - at)];
        number.CopyTo(file.AsSpan(at));
        return file;
    }

    /// <summary>An extreme number in the place of the next one that is written out, as JSON does.</summary>
    private static byte[] WithDigits(byte[] file, int at, Random random)
    {
        var first = Array.FindIndex(file, at, letter => char.IsAsciiDigit((char)letter));
        if (first < 0)
            return file;
        var end = first;
        while (end < file.Length && char.IsAsciiDigit((char)file[end]))
            end++;
        return [.. file[..first], .. System.Text.Encoding.ASCII.GetBytes(s_numbers[random.Next(s_numbers.Length)].ToString()), .. file[end..]];
    }
}
