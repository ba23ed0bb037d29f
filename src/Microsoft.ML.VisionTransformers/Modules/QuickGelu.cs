using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>x sigmoid(1.702 x): OpenAI's approximation of GELU, off by up to 0.02.</summary>
internal static class QuickGelu
{
    /// <summary>Without a graph to keep, the input's memory is reused, and the input is worthless afterwards.</summary>
    public static Tensor Consume(Tensor x)
    {
        using var scope = NewDisposeScope();
        var gate = (x * 1.702).sigmoid_();
        return (is_grad_enabled() ? x * gate : x.mul_(gate).alias()).MoveToOuterDisposeScope();
    }
}
