using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>A network whose blocks let each token look at all others, so that attention can be followed from its output to its patches.</summary>
internal interface IGlobalAttention
{
    /// <summary>Tokens before those of the patches.</summary>
    int Prefix { get; }

    /// <summary>Tokens, from the first, that the mean before the classifier leaves out; null where the first token alone is classified.</summary>
    int? MeanFrom { get; }

    /// <summary>The patches of images <c>[B, C, H, W]</c>, and the pixels along a side of each.</summary>
    (PatchGrid Grid, int Stride) Patches(Tensor images);

    /// <summary>Runs the network, and shows each block with the tokens <c>[B, T, D]</c> that it gets; they are gone after the call.</summary>
    void Visit(Tensor images, Action<TransformerBlock, Tensor> visit);
}
