namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>AdamW's constants.</summary>
internal sealed record AdamWSettings(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);
