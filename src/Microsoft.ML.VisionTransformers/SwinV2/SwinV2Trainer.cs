using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>
/// Trains a Swin Transformer V2 (Liu et al., "Swin Transformer V2: Scaling Up Capacity and Resolution",
/// <see href="https://arxiv.org/abs/2111.09883"/>) to classify images.
/// </summary>
public sealed class SwinV2Trainer : ImageClassificationTrainer<SwinV2Transformer>
{
    internal SwinV2Trainer(IHostEnvironment environment, Options options, ClassificationTask task)
        : base(environment, options, task, nameof(SwinV2Trainer))
    {
    }

    private protected override void CheckArchitecture(VisionArchitecture architecture)
    {
        if (architecture.Configuration is not SwinV2Configuration)
            throw new ArgumentException(
                $"'{architecture.Name}' is a {architecture.Family}, not a SwinV2. Use Trainers.{architecture.Classifier.TrainerName}(...), or Trainers.VisionTransformer(...), which takes any.");
    }

    private protected override SwinV2Transformer CreateTransformer(ClassifierParts parts) => new(parts);

    /// <summary>Settings of <see cref="SwinV2Trainer"/>; without a name and without weights it trains SwinV2-T with windows of 8.</summary>
    public sealed class Options : ImageClassificationOptions
    {
        /// <summary>SwinV2-T with windows of 8: the cheapest of the family; windows of 16 gain a point on ImageNet.</summary>
        internal override string DefaultArchitecture => "swinv2_tiny_window8_256";

        internal override TrainingRecipe FromScratch => Recipes.SmallSetSwinFromScratch;
    }
}
