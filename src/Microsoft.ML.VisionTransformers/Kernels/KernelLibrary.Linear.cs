using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_linear_forward(
        float* x, float* weight, float* bias, float* y, long rows, long inputs, long outputs, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_linear_input_gradient(
        float* weight, float* gradient, float* result, long rows, long inputs, long outputs, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_linear_weight_gradient(
        float* x, float* gradient, float* result, float* biasResult, long rows, long inputs, long outputs, int threads);
}
