using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>A function of single numbers that the native library has in one pass, forwards and backwards.</summary>
internal unsafe interface IPointwiseKernel
{
    /// <summary>Writes the function of each number; the result may take the place of its input.</summary>
    static abstract void Forward(float* x, float* y, long count, int threads);

    /// <summary>Writes the gradient of each number.</summary>
    static abstract void Backward(float* x, float* gradient, float* result, long count, int threads);

    /// <summary>The same of libtorch's operations. Without a graph to keep, its input may be used up.</summary>
    static abstract Tensor Compose(Tensor x);
}
