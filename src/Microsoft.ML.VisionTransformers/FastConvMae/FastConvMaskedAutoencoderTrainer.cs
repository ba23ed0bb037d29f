using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Pretraining;

namespace Microsoft.ML.VisionTransformers.FastConvMae;

/// <summary>
/// Pretrains ConvMAE's encoder with complementary masks (Gao et al., FastConvMAE, 2022): each step sees every patch once and predicts it under all
/// other masks, so far fewer epochs do.
/// </summary>
public sealed class FastConvMaskedAutoencoderTrainer : MaskedPretrainingTrainer
{
    internal FastConvMaskedAutoencoderTrainer(IHostEnvironment environment, Options options) : base(environment, options, nameof(FastConvMaskedAutoencoderTrainer))
    {
    }

    // Weights of the two methods have the same names and shapes: a file says ConvMAE, and means either.
    private protected override MaskedConfiguration? OfFamily(VisionConfiguration configuration) => configuration switch
    {
        FastConvMaeConfiguration fast => fast,
        ConvMaskedConfiguration sizes => FastConvMaeConfiguration.Of(sizes),
        _ => null,
    };

    /// <summary>Settings of <see cref="FastConvMaskedAutoencoderTrainer"/>: those of its authors, 50 epochs of the base size, but for 64 images a step.</summary>
    public sealed class Options : MaskedPretrainingOptions
    {
        /// <summary>The settings of <see cref="PretrainingRecipes.FastConvMae"/>.</summary>
        public Options() : base(PretrainingRecipes.FastConvMae)
        {
        }

        internal override string DefaultArchitecture => "fastconvmae_base_patch16_224";
    }
}
