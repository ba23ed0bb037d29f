namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Writes one row's input as a scorer takes it. It outlives the row it was read from, and may be called on any thread.</summary>
internal delegate void RowInput(Span<float> values);
