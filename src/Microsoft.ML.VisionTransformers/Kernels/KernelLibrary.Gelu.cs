using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_gelu_forward(float* x, float* y, long count, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_gelu_backward(float* x, float* gradient, float* result, long count, int threads);

    /// <summary>The function once more and the gradient; the result may take the place of the gradient.</summary>
    [LibraryImport(Name)]
    public static partial void vtk_gelu_again(float* x, float* gradient, float* y, float* result, long count, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_quick_gelu_forward(float* x, float* y, long count, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_quick_gelu_backward(float* x, float* gradient, float* result, long count, int threads);
}
