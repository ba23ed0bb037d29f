namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What a file says about one tensor: the element type by its name in the file, and the shape.</summary>
internal sealed record TensorEntry(string Type, IReadOnlyList<long> Shape)
{
    /// <summary>How many elements it has. Readers have found the product of the sides to fit.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => product * side);

    public override string ToString() => $"[{string.Join(", ", Shape)}]";
}
