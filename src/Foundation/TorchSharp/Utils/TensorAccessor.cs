using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The values of a tensor in logical order, whatever its strides; writing goes to the tensor's own memory.</summary>
public sealed unsafe class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly torch.Tensor source, tensor;
    private readonly long[] shape, strides;
    private readonly bool contiguous;
    private readonly T* data;

    internal TensorAccessor(torch.Tensor tensor)
    {
        source = tensor;
        this.tensor = tensor.device_type == DeviceType.CPU ? tensor : tensor.cpu();
        shape = this.tensor.shape;
        strides = this.tensor.stride();
        contiguous = this.tensor.is_contiguous();
        Count = this.tensor.NumberOfElements;
        data = (T*)this.tensor.DataPointer();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => data[Offset(indices)];
        set => data[Offset(indices)] = value;
    }

    private long Offset(long[] indices)
    {
        Alive();
        // One number counts through all values in logical order, as long as the tensor has more dimensions.
        if (indices.Length == 1 && shape.Length != 1) {
            if (indices[0] < 0 || indices[0] >= Count) throw new IndexOutOfRangeException();
            return Position(indices[0]);
        }
        var offset = 0L;
        for (var d = 0; d < indices.Length; d++) {
            var index = indices[d] < 0 ? indices[d] + shape[d] : indices[d];
            if (index < 0 || index >= shape[d]) throw new IndexOutOfRangeException();
            offset += index * strides[d];
        }
        return offset;
    }

    private void Alive()
    {
        if (tensor.IsInvalid) throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }

    /// <summary>Where in memory the value with this logical number lies.</summary>
    private long Position(long number)
    {
        if (contiguous) return number;
        var offset = 0L;
        for (var d = shape.Length - 1; d >= 0; d--) {
            offset += number % shape[d] * strides[d];
            number /= shape[d];
        }
        return offset;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public Array ToNDArray()
    {
        if (shape.Length == 0) return ToArray();
        var array = Array.CreateInstance(typeof(T), shape);
        var flat = ToArray();
        fixed (byte* target = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array))
            flat.CopyTo(new Span<T>(target, flat.Length));
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Alive();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (contiguous) new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(array[arrayIndex..]);
        else for (var i = 0; i < count; i++) array[arrayIndex + i] = data[Position(tensorIndex + i)];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Alive();
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (contiguous) array.Slice(arrayIndex, count).CopyTo(new Span<T>(data + tensorIndex, count));
        else for (var i = 0; i < count; i++) data[Position(tensorIndex + i)] = array[arrayIndex + i];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++) yield return At(i);
    }

    private T At(long number)
    {
        Alive();
        return data[Position(number)];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (!ReferenceEquals(source, tensor)) tensor.Dispose();
    }

    public override bool Equals(object obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => base.GetHashCode();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right)
        => ReferenceEquals(left, right) || (left is not null && right is not null && left.Count == right.Count && left.SequenceEqual(right));

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);
}
