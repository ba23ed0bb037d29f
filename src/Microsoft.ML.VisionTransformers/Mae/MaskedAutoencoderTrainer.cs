using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Pretraining;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>
/// Pretrains a plain vision transformer as a masked autoencoder (He et al., "Masked Autoencoders Are Scalable Vision Learners",
/// <see href="https://arxiv.org/abs/2111.06377"/>): a quarter of the patches goes through the encoder, and a small decoder makes up the rest.
/// </summary>
public sealed class MaskedAutoencoderTrainer : MaskedPretrainingTrainer
{
    internal MaskedAutoencoderTrainer(IHostEnvironment environment, Options options) : base(environment, options, nameof(MaskedAutoencoderTrainer))
    {
    }

    private protected override MaskedConfiguration? OfFamily(VisionConfiguration configuration) => configuration as MaeConfiguration;

    /// <summary>Settings of <see cref="MaskedAutoencoderTrainer"/>: those of MAE's paper, 800 epochs of MAE-B/16, but for 64 images a step.</summary>
    public sealed class Options : MaskedPretrainingOptions
    {
        /// <summary>The settings of <see cref="PretrainingRecipes.Mae"/>.</summary>
        public Options() : base(PretrainingRecipes.Mae)
        {
        }

        internal override string DefaultArchitecture => "MAE-B/16";
    }
}
