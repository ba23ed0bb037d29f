using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What a classifier is made of; all of it is saved.</summary>
/// <param name="Scorer">The network, its preprocessing and how it is run.</param>
/// <param name="Architecture">With the class count it was trained for, and its preprocessing.</param>
/// <param name="Classes">What is told apart.</param>
/// <param name="Columns">Where images come from, where scores go.</param>
internal sealed record ClassifierParts(NetworkScorer Scorer, VisionArchitecture Architecture, LabelNames Classes, ClassifierColumns Columns)
{
    public ClassificationTask Task => ClassificationTask.Of(Scorer.Network);

    /// <summary>A name for each output of the network.</summary>
    public IReadOnlyList<string> OutputNames => Task.OutputNames(Classes);
}
