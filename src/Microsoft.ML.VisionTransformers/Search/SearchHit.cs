namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>An embedding that was found.</summary>
/// <param name="Index">Its place in the index, from 0.</param>
/// <param name="Name">The name it was added with; empty when it had none.</param>
/// <param name="Score">Its similarity to the query.</param>
public readonly record struct SearchHit(long Index, string Name, float Score);
