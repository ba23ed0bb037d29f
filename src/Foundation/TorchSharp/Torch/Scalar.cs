namespace TorchSharp;

/// <summary>A number for an operation. It holds nothing native: the value travels with the call.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly Number Value;

    private Scalar(Number value) => Value = value;

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(value);

    internal static Scalar Of(Number value) => new(value);

    public torch.ScalarType Type => Value.Kind switch { 0 => torch.ScalarType.Int64, 1 => torch.ScalarType.Float64, _ => torch.ScalarType.Bool };

    public void Dispose() { }
}
