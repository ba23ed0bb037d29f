using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Where the forward pass reads and writes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AttentionForward
{
    public float* Q;
    public float* K;
    public float* V;
    public float* Out;
    public float* LogSums;
}
