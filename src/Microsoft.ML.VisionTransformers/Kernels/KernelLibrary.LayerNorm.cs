using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_layer_norm_forward(
        float* x, float* weight, float* bias, float* y, float* statistics, long rows, long width, float epsilon, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_layer_norm_backward(
        float* x, float* weight, float* statistics, float* gradient, float* result, float* weightResult, float* biasResult,
        long rows, long width, int threads);
}
