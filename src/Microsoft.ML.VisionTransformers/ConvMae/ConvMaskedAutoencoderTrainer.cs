using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Pretraining;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// Pretrains ConvMAE's encoder, convolutions before a transformer (Gao et al., "ConvMAE: Masked Convolution Meets Masked Autoencoders",
/// <see href="https://arxiv.org/abs/2205.03892"/>).
/// </summary>
public sealed class ConvMaskedAutoencoderTrainer : MaskedPretrainingTrainer
{
    internal ConvMaskedAutoencoderTrainer(IHostEnvironment environment, Options options) : base(environment, options, nameof(ConvMaskedAutoencoderTrainer))
    {
    }

    private protected override MaskedConfiguration? OfFamily(VisionConfiguration configuration) => configuration as ConvMaeConfiguration;

    /// <summary>Settings of <see cref="ConvMaskedAutoencoderTrainer"/>: those of its authors, 1600 epochs of the base size, but for 64 images a step.</summary>
    public sealed class Options : MaskedPretrainingOptions
    {
        /// <summary>The settings of <see cref="PretrainingRecipes.ConvMae"/>.</summary>
        public Options() : base(PretrainingRecipes.ConvMae)
        {
        }

        internal override string DefaultArchitecture => "convmae_base_patch16_224";
    }
}
