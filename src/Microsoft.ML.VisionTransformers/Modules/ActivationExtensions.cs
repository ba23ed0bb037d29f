using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Applies an <see cref="Activation"/>.</summary>
internal static class ActivationExtensions
{
    /// <summary>Without a graph to keep, the result may take the place of the input, which is then worthless.</summary>
    public static Tensor Consume(this Activation activation, Tensor x) => activation switch
    {
        Activation.Gelu => FusedGelu.Consume(x),
        Activation.QuickGelu => FusedQuickGelu.Consume(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };
}
