using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// An element type of the format. Those that torch has are stored in memory as they are in the file; the others are widened to the next
/// type that holds all their values.
/// </summary>
internal sealed record SafetensorsType(string Name, int Size, ScalarType Torch, SafetensorsType.Widening? Widen = null)
{
    /// <summary>Writes the elements of <paramref name="source"/> in the wider type.</summary>
    public delegate void Widening(ReadOnlySpan<byte> source, Span<byte> target);

    private static readonly float[] s_e4m3 = [.. Enumerable.Range(0, 256).Select(code => Float8(code, exponentBits: 4, bias: 7))];
    private static readonly float[] s_e5m2 = [.. Enumerable.Range(0, 256).Select(code => Float8(code, exponentBits: 5, bias: 15))];

    private static readonly Dictionary<string, SafetensorsType> s_byName = new SafetensorsType[]
    {
        new("BOOL", 1, ScalarType.Bool),
        new("U8", 1, ScalarType.Byte),
        new("I8", 1, ScalarType.Int8),
        new("I16", 2, ScalarType.Int16),
        new("I32", 4, ScalarType.Int32),
        new("I64", 8, ScalarType.Int64),
        new("F16", 2, ScalarType.Float16),
        new("BF16", 2, ScalarType.BFloat16),
        new("F32", 4, ScalarType.Float32),
        new("F64", 8, ScalarType.Float64),
        new("C64", 8, ScalarType.ComplexFloat32),
        new("U16", 2, ScalarType.Int32, WidenU16),
        new("U32", 4, ScalarType.Int64, WidenU32),
        new("U64", 8, ScalarType.Int64, WidenU64),
        new("F8_E4M3", 1, ScalarType.Float32, (source, target) => WidenFloat8(s_e4m3, source, target)),
        new("F8_E5M2", 1, ScalarType.Float32, (source, target) => WidenFloat8(s_e5m2, source, target)),
    }.ToDictionary(type => type.Name);

    public static SafetensorsType? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The type in which a tensor is written.</summary>
    public static SafetensorsType Of(ScalarType torch)
        => s_byName.Values.FirstOrDefault(type => type.Widen is null && type.Torch == torch)
            ?? throw new NotSupportedException($"Tensors of type {torch} cannot be written to a safetensors file.");

    private static void WidenU16(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var wide = MemoryMarshal.Cast<byte, int>(target);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
    }

    private static void WidenU32(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var wide = MemoryMarshal.Cast<byte, long>(target);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * i)..]);
    }

    private static void WidenU64(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var wide = MemoryMarshal.Cast<byte, long>(target);
        for (var i = 0; i < wide.Length; i++)
        {
            var number = BinaryPrimitives.ReadUInt64LittleEndian(source[(8 * i)..]);
            wide[i] = number <= long.MaxValue ? (long)number : throw new CheckpointFormatException($"the number {number} is larger than any that torch holds.");
        }
    }

    private static void WidenFloat8(float[] values, ReadOnlySpan<byte> source, Span<byte> target)
    {
        var wide = MemoryMarshal.Cast<byte, float>(target);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = values[source[i]];
    }

    /// <summary>OCP 8-bit floats: E5M2 has infinities like IEEE's types; E4M3 has none, and one NaN a sign.</summary>
    private static float Float8(int code, int exponentBits, int bias)
    {
        var mantissaBits = 7 - exponentBits;
        var exponent = (code >> mantissaBits) & ((1 << exponentBits) - 1);
        var mantissa = code & ((1 << mantissaBits) - 1);
        var top = exponent == (1 << exponentBits) - 1;
        float value;
        if (top && exponentBits == 5)
            value = mantissa == 0 ? float.PositiveInfinity : float.NaN;
        else if (top && mantissa == (1 << mantissaBits) - 1)
            value = float.NaN;
        else if (exponent == 0)
            value = mantissa * MathF.Pow(2, 1 - bias - mantissaBits);
        else
            value = (1 + mantissa / (float)(1 << mantissaBits)) * MathF.Pow(2, exponent - bias);
        return code >= 128 ? -value : value;
    }
}
