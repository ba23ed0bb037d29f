namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>One row of a training set.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Label">Its class, from 0.</param>
internal readonly record struct TrainingExample(ImageSource Image, int Label);
