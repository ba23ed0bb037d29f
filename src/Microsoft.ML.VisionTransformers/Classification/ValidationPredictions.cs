namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What the network says of the validation images after an epoch, beside what they are; entry i of each list is of one image.</summary>
/// <param name="Scores">
/// What the model's score column will hold. Of a multiclass trainer the probability of each class, in the order of <paramref name="ClassNames"/>; of a
/// binary trainer one number, the logit, above 0 for true.
/// </param>
/// <param name="Labels">The right classes, as indices into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">The classes in key order; False and True of a binary trainer.</param>
public sealed record ValidationPredictions(IReadOnlyList<float[]> Scores, IReadOnlyList<int> Labels, IReadOnlyList<string> ClassNames);
