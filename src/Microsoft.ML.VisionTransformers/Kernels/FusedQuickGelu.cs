using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>x sigmoid(1.702 x), OpenAI's approximation of GELU.</summary>
internal sealed unsafe class FusedQuickGelu : FusedPointwise<FusedQuickGelu>, IPointwiseKernel
{
    public static void Forward(float* x, float* y, long count, int threads) => KernelLibrary.vtk_quick_gelu_forward(x, y, count, threads);

    public static void Backward(float* x, float* gradient, float* result, long count, int threads)
        => KernelLibrary.vtk_quick_gelu_backward(x, gradient, result, count, threads);

    public static Tensor Compose(Tensor x)
    {
        using var scope = NewDisposeScope();
        var gate = (x * 1.702).sigmoid_();
        return (is_grad_enabled() ? x * gate : x.mul_(gate).alias()).MoveToOuterDisposeScope();
    }
}
