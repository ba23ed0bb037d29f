namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    internal static Scalar ToScalar(this torch.Tensor value) => Scalar.Of(value.One());
    public static float ToSingle(this torch.Tensor value) => (float)value.One().Real;
    public static double ToDouble(this torch.Tensor value) => value.One().Real;
    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)value.One().Integer;
    public static byte ToByte(this torch.Tensor value) => (byte)value.One().Integer;
    public static short ToInt16(this torch.Tensor value) => (short)value.One().Integer;
    public static int ToInt32(this torch.Tensor value) => (int)value.One().Integer;
    public static long ToInt64(this torch.Tensor value) => value.One().Integer;

    public static bool ToBoolean(this torch.Tensor value)
    {
        var one = value.One();
        return one.Kind == 1 ? one.Real != 0 : one.Bits != 0;
    }

    public static int ElementSize(this torch.ScalarType type) => type switch {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"Unknown type {type}."),
    };

    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => tensor.shape.Select(s => (int)s).ToArray();

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        Array array = doCopy ? (Array)rawArray.Clone() : rawArray;
        using var flat = torch.from_array(array, (torch.ScalarType?)null);
        var shaped = flat.reshape(dimensions);
        if (requires_grad) shaped.requires_grad = true;
        return shaped;
    }

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device device = null, bool requires_grad = false) where T : struct
    {
        if (requires_grad && !torch.is_floating_point(torch.TypeOf(typeof(T)))) throw new ArgumentException("Only floating point types support gradients.", nameof(requires_grad));
        using var one = torch.from_array(new[] { scalar }, null, device);
        var made = one.reshape();
        if (requires_grad) made.requires_grad = true;
        return made;
    }
}
