using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>One tensor of an AdamW step, as the kernel takes it: contiguous 32-bit floats.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AdamWTensor
{
    public float* Parameter;
    public float* Gradient;

    /// <summary>Running mean of the gradient.</summary>
    public float* Mean;

    /// <summary>Running mean of the squared gradient.</summary>
    public float* Square;
    public long Size;
    public double LearningRate;
    public double WeightDecay;
}
