using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.NumPy;

/// <summary>
/// Flax's arrays as torch has them. Flax multiplies from the right (kernels are [in, out]), keeps the heads of attention apart ([in, heads, width],
/// and [heads, width, out] on the way back), and has the channels of a convolution last ([height, width, in, out]).
/// </summary>
internal sealed class FlaxTensors(ITensorSource arrays) : ITensorSource
{
    public string Format => arrays.Format;

    public string? Container => arrays.Container;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }
        = arrays.Entries.ToDictionary(pair => pair.Key, pair => pair.Value with { Shape = Shape(pair.Key, pair.Value.Shape) });

    /// <summary>Whether names are those that Flax gives.</summary>
    public static bool Recognises(ITensorSource arrays) => arrays.Entries.Keys.Any(name => name.EndsWith("/kernel", StringComparison.Ordinal));

    public Tensor Load(string name)
    {
        using var scope = NewDisposeScope();
        var array = arrays.Load(name);
        var shape = Shape(name, array.shape);
        return (Kind(name, array.shape.Length) switch
        {
            Layout.Convolution => array.permute(3, 2, 0, 1),
            Layout.Matrix => array.reshape(shape[1], shape[0]).t(),
            Layout.HeadBias => array.reshape(shape),
            _ => array,
        }).contiguous().MoveToOuterDisposeScope();
    }

    public void Read(string name, Tensor target) => TensorFilling.Convert(Load(name), target);

    public void Dispose() => arrays.Dispose();

    private enum Layout
    {
        Same,
        Convolution,
        Matrix,
        HeadBias,
    }

    private static Layout Kind(string name, int rank) => (name.Split('/')[^1], rank) switch
    {
        ("kernel", 4) => Layout.Convolution,
        ("kernel", 2 or 3) => Layout.Matrix,
        ("bias", 2) => Layout.HeadBias,
        _ => Layout.Same,
    };

    private static long[] Shape(string name, IReadOnlyList<long> shape) => Kind(name, shape.Count) switch
    {
        Layout.Convolution => [shape[3], shape[2], shape[0], shape[1]],
        Layout.Matrix when shape.Count == 2 => [shape[1], shape[0]],
        Layout.Matrix when name.EndsWith("/out/kernel", StringComparison.Ordinal) => [shape[2], shape[0] * shape[1]],
        Layout.Matrix => [shape[1] * shape[2], shape[0]],
        Layout.HeadBias => [shape[0] * shape[1]],
        _ => [.. shape],
    };
}
