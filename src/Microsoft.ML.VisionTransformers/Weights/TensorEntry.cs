namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What a file says about one tensor: the element type by its name in the file, and the shape.</summary>
internal sealed record TensorEntry(string Type, IReadOnlyList<long> Shape)
{
    public override string ToString() => $"[{string.Join(", ", Shape)}]";
}
