namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>A row of a table in a text file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fields">Without their quotes.</param>
/// <param name="Problem">Why it cannot be trusted; null when it can.</param>
internal readonly record struct DelimitedRecord(int Line, IReadOnlyList<string> Fields, string? Problem);
