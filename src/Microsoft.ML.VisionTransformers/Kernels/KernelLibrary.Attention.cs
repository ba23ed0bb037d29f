using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    [LibraryImport(Name)]
    public static partial void vtk_attention_forward(
        float* qkv, float* output, float* logSums, long batch, long tokens, long heads, long width, float scale, int causal, int threads);

    [LibraryImport(Name)]
    public static partial void vtk_attention_backward(
        float* qkv, float* output, float* logSums, float* outputGradient, float* gradient,
        long batch, long tokens, long heads, long width, float scale, int causal, int threads);
}
