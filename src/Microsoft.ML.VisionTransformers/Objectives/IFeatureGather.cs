using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>Brings the features of all processes of a training together, in the order of their ranks. All have batches of one size.</summary>
internal interface IFeatureGather
{
    /// <summary>Of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>Both at once, since they travel together. Every process has to call it.</summary>
    /// <param name="images">[B, D] of this process.</param>
    /// <param name="texts">[B, D] of this process.</param>
    /// <param name="withGradient">
    /// Whether gradients flow back: then each process' features get the sum of what all processes' losses say of them. Otherwise the results are
    /// plain values, this process' rows included.
    /// </param>
    /// <returns>[WB, D] each, W the number of processes.</returns>
    (Tensor Images, Tensor Texts) Gather(Tensor images, Tensor texts, bool withGradient);
}
