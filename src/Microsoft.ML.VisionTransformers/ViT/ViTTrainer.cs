using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// Trains a Vision Transformer (Dosovitskiy et al., "An Image is Worth 16x16 Words", <see href="https://arxiv.org/abs/2010.11929"/>) to
/// classify images.
/// </summary>
public sealed class ViTTrainer : ImageClassificationTrainer<ViTTransformer>
{
    internal ViTTrainer(IHostEnvironment environment, Options options, ClassificationTask task)
        : base(environment, options, task, nameof(ViTTrainer))
    {
    }

    private protected override void CheckArchitecture(VisionArchitecture architecture)
    {
        if (architecture.Configuration is not ViTConfiguration)
            throw new ArgumentException(
                $"'{architecture.Name}' is a {architecture.Family}, not a ViT. Use Trainers.{architecture.Classifier.TrainerName}(...), or Trainers.VisionTransformer(...), which takes any.");
    }

    private protected override ViTTransformer CreateTransformer(ClassifierParts parts) => new(parts);

    /// <summary>Settings of <see cref="ViTTrainer"/>; without a name and without weights it trains ViT-S/16.</summary>
    public sealed class Options : ImageClassificationOptions;
}
