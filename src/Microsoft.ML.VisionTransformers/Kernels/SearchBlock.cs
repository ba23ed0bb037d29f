using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Vectors that lie one behind the other, as the search kernel takes them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SearchBlock(float* vectors, long rows)
{
    public float* Vectors = vectors;
    public long Rows = rows;
}
