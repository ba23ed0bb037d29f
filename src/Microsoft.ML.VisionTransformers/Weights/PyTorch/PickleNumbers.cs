using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>Numbers of a pickle: <see cref="long"/> where they fit it, <see cref="BigInteger"/> where they don't.</summary>
internal static class PickleNumbers
{
    /// <summary>Integers of more bytes are magic, not data.</summary>
    public const int MaxBytes = 64;

    /// <summary>Little-endian two's complement; no bytes are 0.</summary>
    public static object FromBytes(ReadOnlySpan<byte> bytes) => Narrow(new BigInteger(bytes));

    /// <summary>Digits, after which an L may stand; protocol 1 writes truth values as 00 and 01.</summary>
    public static object Integer(string line) => line switch
    {
        "00" => false,
        "01" => true,
        _ when line.Length <= 2 * MaxBytes && BigInteger.TryParse(line.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            => Narrow(value),
        _ => throw Bad(),
    };

    public static double Float(string line) => line switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Bad(),
    };

    /// <summary>A place in the memo.</summary>
    public static long Index(string line)
        => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Bad();

    private static object Narrow(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    private static CheckpointFormatException Bad() => new("a number is not written as one");
}
