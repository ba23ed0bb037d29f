using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>MurmurHash3 of values: of a number's bytes, of a text's UTF-8 bytes.</summary>
internal static class ValueHash
{
    public static uint Of(uint seed, uint value) => Murmur.Mix(Murmur.Round(seed, value), sizeof(uint));

    public static uint Of(uint seed, ulong value) => Murmur.Mix(Murmur.Round(Murmur.Round(seed, (uint)value), (uint)(value >> 32)), sizeof(ulong));

    /// <summary>Each half of a surrogate pair is encoded by itself, in three bytes.</summary>
    public static uint Of(uint seed, ReadOnlySpan<char> text)
    {
        var hash = seed;
        ulong pending = 0;
        var bits = 0;
        uint blocks = 0;
        foreach (var c in text)
        {
            uint code = c;
            if (code <= 0x7F)
            {
                pending |= (ulong)code << bits;
                bits += 8;
            }
            else if (code <= 0x7FF)
            {
                pending |= (ulong)(0x80C0 | (code >> 6) | ((code & 0x3F) << 8)) << bits;
                bits += 16;
            }
            else
            {
                pending |= (ulong)(0x8080E0 | (code >> 12) | (((code >> 6) & 0x3F) << 8) | ((code & 0x3F) << 16)) << bits;
                bits += 24;
            }
            if (bits < 32)
                continue;
            hash = Murmur.Round(hash, (uint)pending);
            pending >>= 32;
            bits -= 32;
            blocks++;
        }
        // The tail is mixed in without the rotation that ends a full round.
        if (bits > 0)
            hash ^= System.Numerics.BitOperations.RotateLeft((uint)pending * 0xcc9e2d51, 15) * 0x1b873593;
        return Murmur.Mix(hash, blocks * 4 + (uint)bits / 8);
    }
}
