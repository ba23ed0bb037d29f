namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>A line's half in the published tables of policies.</summary>
/// <param name="Operation">Its name there.</param>
/// <param name="Probability">That it is done at all.</param>
/// <param name="Level">How much, 0 to 10; nothing to operations that know no more and less.</param>
internal readonly record struct PolicyStep(string Operation, double Probability, int Level = 0);
