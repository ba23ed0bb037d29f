namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What it is, for the legend.</param>
/// <param name="Colour">Of the line.</param>
/// <param name="Values">A number for each step from 1; what is not finite leaves a gap.</param>
internal sealed record Curve(string Name, (byte R, byte G, byte B) Colour, IReadOnlyList<double> Values);
