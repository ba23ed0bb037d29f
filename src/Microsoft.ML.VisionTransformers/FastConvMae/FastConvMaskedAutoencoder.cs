using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.FastConvMae;

/// <summary>
/// FastConvMAE (Gao et al., 2022): ConvMAE's network, whose masks come from one shuffle and hide each patch in all but one of them. For the
/// patches that a mask shows, it computes what ConvMAE does with that mask alone; all masks share the convolutional stages, but for the
/// depthwise convolutions.
/// </summary>
internal sealed class FastConvMaskedAutoencoder(FastConvMaeConfiguration configuration, long seed) : ConvMaskedAutoencoder(configuration, seed)
{
    public override IReadOnlyList<PatchMask> Masks(Tensor noise) => PatchMask.Complementary(noise, configuration.MaskCount);
}
