namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A view of a storage, checked to lie inside it.</summary>
internal sealed class TorchTensor
{
    // torch's own limit.
    private const int MaxDimensions = 64;

    private TorchTensor(TorchStorage storage, SafetensorsType type, long offset, long[] shape, long[] strides, long count, long extent)
    {
        (Storage, Type, Offset, Shape, Strides, Count, Extent) = (storage, type, offset, shape, strides, count, extent);
    }

    public TorchStorage Storage { get; }

    public SafetensorsType Type { get; }

    /// <summary>Elements of the storage before the first.</summary>
    public long Offset { get; }

    public long[] Shape { get; }

    public long[] Strides { get; }

    /// <summary>Elements.</summary>
    public long Count { get; }

    /// <summary>Elements of the storage from the first to the last; more than <see cref="Count"/> when some between are not the tensor's.</summary>
    public long Extent { get; }

    /// <summary>Whether the elements lie one after another in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                    return Count == 0;
                expected *= Shape[i];
            }
            return true;
        }
    }

    /// <exception cref="CheckpointFormatException">It reaches out of its storage.</exception>
    public static TorchTensor Create(TorchStorage storage, SafetensorsType type, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || shape.Length > MaxDimensions)
            throw new CheckpointFormatException($"a tensor has {shape.Length} sides and {strides.Length} strides");
        Int128 count = 1, last = 0;
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] < 0 || strides[i] < 0)
                throw new CheckpointFormatException($"a tensor has the side {shape[i]} and the stride {strides[i]}");
            count *= shape[i];
            last += (Int128)Math.Max(0, shape[i] - 1) * strides[i];
            if (count > long.MaxValue || last > long.MaxValue)
                throw new CheckpointFormatException($"the sides [{string.Join(", ", shape)}] of a tensor are too large");
        }
        var available = (Int128)storage.Count * storage.Type.Size / type.Size;
        if (offset < 0 || (count > 0 && offset + last >= available))
            throw new CheckpointFormatException($"a tensor [{string.Join(", ", shape)}] with strides [{string.Join(", ", strides)}] from element {offset} on "
                + $"reaches out of its storage of {available} elements");
        return new TorchTensor(storage, type, offset, shape, strides, (long)count, count == 0 ? 0 : (long)last + 1);
    }
}
