namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>LARS's constants; the defaults are those of MAE's linear probe.</summary>
/// <param name="Momentum">Share of the last update that goes into the next.</param>
/// <param name="TrustCoefficient">Length of an update as a share of the weights it changes, at learning rate 1.</param>
internal sealed record LarsSettings(double Momentum = 0.9, double TrustCoefficient = 0.001);
