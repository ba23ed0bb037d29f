using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Tensors as the kernels take them: numbers that lie one behind the other in the processor's memory.</summary>
internal static unsafe class KernelTensor
{
    /// <summary>A tensor of 32-bit floats for a kernel to fill, whatever type and device tensors have by default.</summary>
    public static Tensor Empty(params long[] shape) => empty(shape, ScalarType.Float32, CPU);

    /// <summary>Where the numbers of a contiguous tensor begin; null where there are none. It is good for as long as the tensor lives.</summary>
    public static float* Address(Tensor? tensor)
    {
        if (tensor is null)
            return null;
        if (tensor.numel() * tensor.ElementSize <= int.MaxValue)
            return First(tensor);
        // A span ends at 2 GiB; the memory behind it goes on.
        using var scope = NewDisposeScope();
        return First(tensor.view(-1).narrow(0, 0, 1));
    }

    private static float* First(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
            return (float*)first;
    }
}
