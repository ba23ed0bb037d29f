namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>A number for each stage, equal to another list of the same numbers: so that configurations compare by value.</summary>
internal readonly struct StageSizes(IReadOnlyList<int> values) : IEquatable<StageSizes>
{
    public IReadOnlyList<int> Values => values ?? [];

    public bool Equals(StageSizes other) => Values.SequenceEqual(other.Values);

    public override bool Equals(object? other) => other is StageSizes sizes && Equals(sizes);

    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
}
