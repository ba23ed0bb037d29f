using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Trains a classifier of any architecture in the <see cref="ArchitectureRegistry"/>, whatever its family.</summary>
public sealed class VisionTransformerTrainer : ImageClassificationTrainer<ImageClassificationTransformer>
{
    internal VisionTransformerTrainer(IHostEnvironment environment, Options options, ClassificationTask task)
        : base(environment, options, task, nameof(VisionTransformerTrainer))
    {
    }

    private protected override void CheckArchitecture(VisionArchitecture architecture)
    {
    }

    private protected override ImageClassificationTransformer CreateTransformer(ClassifierParts parts) => ImageClassificationTransformer.From(parts);

    /// <summary>Settings of <see cref="VisionTransformerTrainer"/>; without a name and without weights it trains ViT-S/16.</summary>
    public sealed class Options : ImageClassificationOptions;
}
