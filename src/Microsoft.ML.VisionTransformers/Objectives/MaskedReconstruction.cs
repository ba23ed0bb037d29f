using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>What a masked autoencoder made of a batch: M masks an image, mask by mask.</summary>
/// <param name="Prediction">Values of all patches, seen or not: <c>[M*B, N, V]</c>, normalised within each patch if the network is trained so.</param>
/// <param name="Loss">Mean squared error over the hidden patches, a scalar with a gradient.</param>
/// <param name="Hidden">1 for a patch that was not seen, 0 for one that was: <c>[M*B, N]</c>.</param>
internal sealed record MaskedReconstruction(Tensor Prediction, Tensor Loss, Tensor Hidden)
{
    public MaskedReconstruction MoveToOuterDisposeScope()
        => new(Prediction.MoveToOuterDisposeScope(), Loss.MoveToOuterDisposeScope(), Hidden.MoveToOuterDisposeScope());
}
