namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>Fills the memory of rows.</summary>
internal delegate void FillRows(Span<byte> rows);
