using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_window_attention_forward(
        float* qkv, long* places, float* bias, float* mask, float* scales, float* output,
        long images, long windows, long tokens, long heads, long width, int cosine, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_window_attention_backward(
        float* qkv, long* places, float* bias, float* mask, float* scales, float* outputGradient,
        float* gradient, float* biasGradient, float* scalesGradient,
        long images, long windows, long tokens, long heads, long width, int cosine, int threads);
}
