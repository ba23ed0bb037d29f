namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>What marks the main stream of one kind of saved transformer.</summary>
/// <param name="Signature">Eight characters.</param>
/// <param name="Format">Grows when older versions of the library could not read it any more.</param>
internal sealed record ArchiveKind(string Signature, uint Format);
