using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// Trains a Swin Transformer (Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
/// <see href="https://arxiv.org/abs/2103.14030"/>) to classify images.
/// </summary>
public sealed class SwinTrainer : ImageClassificationTrainer<SwinTransformer>
{
    internal SwinTrainer(IHostEnvironment environment, Options options, ClassificationTask task)
        : base(environment, options, task, nameof(SwinTrainer))
    {
    }

    private protected override void CheckArchitecture(VisionArchitecture architecture)
    {
        if (architecture.Configuration is not SwinConfiguration)
            throw new ArgumentException(
                $"'{architecture.Name}' is a {architecture.Family}, not a Swin. Use Trainers.{architecture.Classifier.TrainerName}(...), or Trainers.VisionTransformer(...), which takes any.");
    }

    private protected override SwinTransformer CreateTransformer(ClassifierParts parts) => new(parts);

    /// <summary>Settings of <see cref="SwinTrainer"/>; without a name and without weights it trains Swin-T.</summary>
    public sealed class Options : ImageClassificationOptions
    {
        /// <summary>Swin-T: the cheapest of the family; on ImageNet it reaches what ViT-S/16 does with ImageNet-21k's help.</summary>
        internal override string DefaultArchitecture => "swin_tiny_patch4_window7_224";

        internal override TrainingRecipe FromScratch => Recipes.SmallSetSwinFromScratch;
    }
}
