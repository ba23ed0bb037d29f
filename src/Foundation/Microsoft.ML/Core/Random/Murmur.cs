using System.Numerics;

namespace Microsoft.ML.Runtime;

/// <summary>32-bit MurmurHash3, by its public definition.</summary>
internal static class Murmur
{
    public static uint Round(uint hash, uint block)
    {
        block = BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
        return BitOperations.RotateLeft(hash ^ block, 13) * 5 + 0xe6546b64;
    }

    public static uint Mix(uint hash)
    {
        hash = (hash ^ hash >> 16) * 0x85ebca6b;
        hash = (hash ^ hash >> 13) * 0xc2b2ae35;
        return hash ^ hash >> 16;
    }

    /// <summary>The hash of 4-byte blocks that were mixed in already, of this many bytes in all.</summary>
    public static uint Mix(uint hash, uint length) => Mix(hash ^ length);
}
