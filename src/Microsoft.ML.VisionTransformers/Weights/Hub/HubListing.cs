namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>What a model holds at a commit.</summary>
/// <param name="Commit">40 hexadecimal digits.</param>
/// <param name="Names">Paths of files, none of which leads out of the folder.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<string> Names);
