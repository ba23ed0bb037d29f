namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>What the publisher of a set of weights reports for it on ImageNet-1k's 50,000 validation images.</summary>
/// <param name="Top1">Share of images whose best guess is right, in percent.</param>
/// <param name="Top5">Share of images with the right class among the five best guesses, in percent; null when not reported.</param>
/// <param name="Source">Who reports it.</param>
public sealed record PublishedAccuracy(double Top1, double? Top5, string Source);
