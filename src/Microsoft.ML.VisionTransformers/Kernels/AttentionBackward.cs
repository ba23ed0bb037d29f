using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Where the backward pass reads and writes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AttentionBackward
{
    public float* Q;
    public float* K;
    public float* V;
    public float* Out;
    public float* LogSums;
    public float* GradOut;
    public float* GradQ;
    public float* GradK;
    public float* GradV;
}
