namespace TorchSharp;

public static partial class torch
{
    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType half = ScalarType.Float16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @double = ScalarType.Float64;
    public static ScalarType bfloat16 = ScalarType.BFloat16;

    public static bool is_floating_point(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);
    public static bool is_integral(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_integral(Tensor t) => is_integral(t.dtype);
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_complex(Tensor input) => is_complex(input.dtype);

    public static FInfo finfo() => finfo(get_default_dtype());

    public static FInfo finfo(ScalarType dtype) => dtype switch {
        ScalarType.Float16 => new FInfo { bits = 16, eps = 9.765625e-4, max = 65504, min = -65504, tiny = 6.103515625e-5, smallest_normal = 6.103515625e-5, resolution = 1e-3 },
        ScalarType.BFloat16 => new FInfo { bits = 16, eps = 7.8125e-3, max = 3.3895313892515355e38, min = -3.3895313892515355e38, tiny = 1.1754943508222875e-38, smallest_normal = 1.1754943508222875e-38, resolution = 1e-2 },
        ScalarType.Float32 => new FInfo { bits = 32, eps = 1.1920928955078125e-7, max = float.MaxValue, min = float.MinValue, tiny = 1.1754943508222875e-38, smallest_normal = 1.1754943508222875e-38, resolution = 1e-6 },
        ScalarType.Float64 => new FInfo { bits = 64, eps = 2.220446049250313e-16, max = double.MaxValue, min = double.MinValue, tiny = 2.2250738585072014e-308, smallest_normal = 2.2250738585072014e-308, resolution = 1e-15 },
        _ => throw new ArgumentException("'dtype' must be floating point or complex"),
    };

    public struct FInfo
    {
        public int bits;
        public double eps, max, min, tiny, smallest_normal, resolution;
    }

    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }
}
