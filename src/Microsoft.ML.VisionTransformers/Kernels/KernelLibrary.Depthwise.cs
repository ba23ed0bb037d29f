using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_depthwise_weight_gradient(
        float* x, float* outputGradient, float* result, long batch, long rows, long columns, long channels, int threads);
}
