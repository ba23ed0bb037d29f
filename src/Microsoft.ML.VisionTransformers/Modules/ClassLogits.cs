using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What a classifier's outputs say of its classes.</summary>
internal static class ClassLogits
{
    /// <summary>
    /// A logit for each class. A network with a single output z tells two classes apart: softmax of -z/2 and z/2 is what the sigmoid of z is, so
    /// cross entropy of these is the binary cross entropy of z, smoothed and mixed targets and all.
    /// </summary>
    /// <param name="outputs"><c>[B, K]</c>, or <c>[B, 1]</c>.</param>
    /// <returns><c>[B, K]</c>, or <c>[B, 2]</c>, of which the second is that of true.</returns>
    public static Tensor Of(Tensor outputs) => outputs.shape[1] == 1 ? cat([outputs / -2, outputs / 2], 1) : outputs;
}
