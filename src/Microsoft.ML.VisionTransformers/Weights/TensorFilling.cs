using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Fills tensors from a file, in parts and on all cores: straight into their memory where the types are the same, and through a small
/// buffer where numbers are widened, so that no tensor is ever held twice.
/// </summary>
internal static class TensorFilling
{
    // Fits a core's second-level cache together with what it becomes, so that widening reads no memory.
    private const int PartElements = 1 << 16;

    // Below this a second thread costs more than it saves.
    private const int ParallelElements = 1 << 19;

    /// <summary>Whether <see cref="Fill"/> can write elements of a type into the tensor's own memory.</summary>
    public static bool Fits(SafetensorsType type, Tensor target)
        => target.is_contiguous() && target.device_type == DeviceType.CPU
            && (target.dtype == type.Torch || (target.dtype == ScalarType.Float32 && type.Name is "F16" or "BF16"));

    /// <summary>Copies a tensor that doesn't fit as it is in the file, and disposes of it.</summary>
    public static void Convert(Tensor loaded, Tensor target)
    {
        using var _ = no_grad();
        using (loaded)
            target.copy_(loaded);
    }

    /// <param name="target">A contiguous tensor on the CPU.</param>
    /// <param name="type">The type of the elements in the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="offset">Where in it the first element is.</param>
    public static unsafe void Fill(Tensor target, SafetensorsType type, ByteSource source, long offset)
    {
        var count = target.numel();
        if (count == 0)
            return;
        using var scope = NewDisposeScope();
        // A span reaches 2 GB only; the memory behind it goes on.
        var start = (nint)Address(target.detach().view(-1).narrow(0, 0, 1).bytes);
        var size = target.ElementSize;
        var parts = (count + PartElements - 1) / PartElements;
        if (count < ParallelElements || source.IsForwardOnly)
        {
            for (long part = 0; part < parts; part++)
                FillPart(part);
            return;
        }
        try
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, FillPart);
        }
        catch (AggregateException errors)
        {
            throw errors.InnerExceptions.OfType<CheckpointFormatException>().FirstOrDefault() ?? errors.InnerException!;
        }

        void FillPart(long part)
        {
            var first = part * PartElements;
            var elements = (int)Math.Min(count - first, PartElements);
            Read(type, source, offset + first * type.Size, new Span<byte>((byte*)start + first * size, checked((int)(elements * size))), elements);
        }
    }

    private static void Read(SafetensorsType type, ByteSource source, long offset, Span<byte> target, int elements)
    {
        if (target.Length == elements * type.Size && type.Widen is null)
        {
            source.Read(offset, target);
            return;
        }
        var raw = System.Buffers.ArrayPool<byte>.Shared.Rent(elements * type.Size);
        try
        {
            var narrow = raw.AsSpan(0, elements * type.Size);
            source.Read(offset, narrow);
            if (type.Widen is { } widen)
                widen(narrow, target);
            else if (type.Name == "F16")
                HalfWidening.FromHalf(MemoryMarshal.Cast<byte, ushort>(narrow), MemoryMarshal.Cast<byte, float>(target));
            else
                HalfWidening.FromBrainFloat(MemoryMarshal.Cast<byte, ushort>(narrow), MemoryMarshal.Cast<byte, float>(target));
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(raw);
        }
    }

    private static unsafe byte* Address(Span<byte> bytes)
    {
        fixed (byte* address = bytes)
            return address;
    }
}
