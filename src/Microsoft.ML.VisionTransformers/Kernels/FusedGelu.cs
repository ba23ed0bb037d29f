using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>GELU by the exact error function.</summary>
internal sealed unsafe class FusedGelu : FusedPointwise<FusedGelu>, IPointwiseKernel
{
    public static void Forward(float* x, float* y, long count, int threads) => KernelLibrary.vtk_gelu_forward(x, y, count, threads);

    public static void Backward(float* x, float* gradient, float* result, long count, int threads)
        => KernelLibrary.vtk_gelu_backward(x, gradient, result, count, threads);

    public static Tensor Compose(Tensor x) => nn.functional.gelu(x);
}
