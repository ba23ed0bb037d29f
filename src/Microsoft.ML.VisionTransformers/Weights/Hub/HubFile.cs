namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>One file of a model at one commit, as the hub describes it.</summary>
/// <param name="Name">In the model's folder.</param>
/// <param name="Etag">Names its content: the SHA-256 of large files, git's SHA-1 of small ones.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Address">Where to ask for it.</param>
internal sealed record HubFile(string Name, string Etag, long Size, Uri Address);
