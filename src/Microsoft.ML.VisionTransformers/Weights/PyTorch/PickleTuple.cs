namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A tuple of Python.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public static readonly PickleTuple Empty = new([]);

    public object?[] Items => items;
}
