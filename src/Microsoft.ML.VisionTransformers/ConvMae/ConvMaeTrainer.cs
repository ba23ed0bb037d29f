using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// Trains ConvMAE's encoder (Gao et al., "ConvMAE: Masked Convolution Meets Masked Autoencoders",
/// <see href="https://arxiv.org/abs/2205.03892"/>) to classify images: what ConvMAE and FastConvMAE are fine-tuned as.
/// </summary>
public sealed class ConvMaeTrainer : ImageClassificationTrainer<ConvMaeTransformer>
{
    internal ConvMaeTrainer(IHostEnvironment environment, Options options, ClassificationTask task)
        : base(environment, options, task, nameof(ConvMaeTrainer))
    {
    }

    private protected override void CheckArchitecture(VisionArchitecture architecture)
    {
        if (architecture.Configuration is not ConvViTConfiguration)
            throw new ArgumentException(
                $"'{architecture.Name}' is a {architecture.Family}, not a ConvViT. Use Trainers.{architecture.Classifier.TrainerName}(...), or Trainers.VisionTransformer(...), which takes any.");
    }

    private protected override ConvMaeTransformer CreateTransformer(ClassifierParts parts) => new(parts);

    /// <summary>Settings of <see cref="ConvMaeTrainer"/>; without a name and without weights it trains the small size.</summary>
    public sealed class Options : ImageClassificationOptions
    {
        internal override string DefaultArchitecture => "convmae_small_patch16_224";
    }
}
