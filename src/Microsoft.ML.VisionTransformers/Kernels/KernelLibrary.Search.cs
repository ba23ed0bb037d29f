using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

internal static unsafe partial class KernelLibrary
{
    /// <summary>The best rows by dot product with each query; see search.cpp.</summary>
    [LibraryImport(Name)]
    public static partial void vtk_search(
        SearchBlock* blocks, int blockCount, long width, float* queries, long count, long k, float* scores, long* indices, int threads);
}
