namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Names of the columns a classifier reads and writes.</summary>
internal sealed record ClassifierColumns(string Label, string Feature, string Score, string PredictedLabel);
