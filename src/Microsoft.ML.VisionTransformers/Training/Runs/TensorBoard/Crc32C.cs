using System.Numerics;

namespace Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

/// <summary>The checksum of TensorFlow's record files: CRC-32 with Castagnoli's polynomial, and its masked form, which may itself be part of what is checked.</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8;

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Turned by 15 bits, and moved by a constant.</summary>
    public static uint Masked(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Of(data), 15) + MaskDelta;
}
