using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static unsafe partial class torch
{
    private static void Unnamed(string[] names)
    {
        if (names is not null) throw new NotSupportedException("Named dimensions are not part of this TorchSharp.");
    }

    private static Tensor Unnamed(string[] names, Tensor tensor)
    {
        Unnamed(names);
        return tensor;
    }

    internal static ScalarType TypeOf(Type type)
    {
        if (type == typeof(float)) return ScalarType.Float32;
        if (type == typeof(double)) return ScalarType.Float64;
        if (type == typeof(long)) return ScalarType.Int64;
        if (type == typeof(int)) return ScalarType.Int32;
        if (type == typeof(short)) return ScalarType.Int16;
        if (type == typeof(sbyte)) return ScalarType.Int8;
        if (type == typeof(byte)) return ScalarType.Byte;
        if (type == typeof(bool)) return ScalarType.Bool;
        if (type == typeof(Half)) return ScalarType.Float16;
        throw new ArgumentException($"Unsupported element type {type}.");
    }

    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list is T[] array ? array : list is List<T> items ? CollectionsMarshal.AsSpan(items) : list.ToArray();

    /// <summary>A tensor of its own, with a copy of the values.</summary>
    internal static Tensor Copied<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device device, bool requires_grad, string[] names) where T : unmanaged
    {
        Unnamed(names);
        CheckCount(values.Length, dimensions);
        fixed (T* data = values)
        fixed (long* sizes = dimensions)
            return Finish(Tensor.Make(Bridge.create_copy(data, (int)TypeOf(typeof(T)), sizes, dimensions.Length)), dtype, device, requires_grad);
    }

    private static Tensor CopiedArray(Array values, ScalarType? dtype, Device device, bool requires_grad, string[] names)
    {
        Unnamed(names);
        var sizes = SizesOf(values);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(values))
        fixed (long* p = sizes)
            return Finish(Tensor.Make(Bridge.create_copy(data, (int)TypeOf(values.GetType().GetElementType()), p, sizes.Length)), dtype, device, requires_grad);
    }

    private static void CheckCount(long count, ReadOnlySpan<long> dimensions)
    {
        var wanted = 1L;
        foreach (var d in dimensions) wanted *= d;
        if (count < wanted) throw new ArgumentException($"The shape needs {wanted} values, the array holds {count}.");
    }

    private static long[] SizesOf(Array values) => Enumerable.Range(0, values.Rank).Select(values.GetLongLength).ToArray();

    /// <summary>Brings fresh values to their type and place, and only then asks for gradients.</summary>
    private static Tensor Finish(Tensor made, ScalarType? dtype, Device device, bool requires_grad)
    {
        device ??= DefaultDevice;
        var type = dtype ?? made.dtype;
        if (type != made.dtype || (device is not null && device.type != DeviceType.CPU)) {
            var raw = made;
            made = raw.to(type, device ?? CPU);
            raw.Dispose();
        }
        if (requires_grad) made.requires_grad = true;
        return made;
    }

    /// <summary>A tensor over the array's own memory, which stays pinned as long as libtorch needs it.</summary>
    private static Tensor Shared(Array values, long[] sizes, ScalarType element, long offsetInBytes)
    {
        var pin = GCHandle.Alloc(values, GCHandleType.Pinned);
        var data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(values)) + offsetInBytes;
        delegate* unmanaged<nint, void> release = &Release;
        fixed (long* p = sizes)
            return Tensor.Make(Bridge.create_shared((nint)data, (int)element, p, sizes.Length, release, GCHandle.ToIntPtr(pin)));
    }

    [UnmanagedCallersOnly]
    private static void Release(nint pin) => GCHandle.FromIntPtr(pin).Free();

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        return Finish(Shared(rawArray, SizesOf(rawArray), TypeOf(rawArray.GetType().GetElementType()), 0), dtype, device, requires_grad);
    }

    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    /// <summary>Count and offset are in elements.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var element = TypeOf(rawArray.GetType().GetElementType());
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"Invalid value for 'offset': {offset}");
        if (count < 0) count = rawArray.LongLength - offset;
        if (offset + count > rawArray.LongLength) throw new IndexOutOfRangeException("Too many elements requested: count+offset is greater than the length of the buffer.");
        return Finish(Shared(rawArray, [count], element, offset * element.ElementSize()), dtype, null, requires_grad);
    }

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        => Tensor.Make(Bridge.create_arange(start.Value, stop.Value, step.Value, new Options(dtype, device, requires_grad)));

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        => Tensor.Make(Bridge.create_linspace(start, end, steps, new Options(dtype, device, requires_grad)));

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        return Tensor.Make(Bridge.create_eye(rows, columns < 0 ? rows : columns, new Options(dtype, device, requires_grad)));
    }

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device device = null) => Tensor.Make(Bridge.create_tril_indices(row, col, offset, new Options(dtype, device, false)));
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device device = null) => Tensor.Make(Bridge.create_triu_indices(row, col, offset, new Options(dtype, device, false)));

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij")
    {
        var all = tensors.ToArray();
        NativeList list;
        fixed (nint* items = Tensor.Handles(all))
        fixed (byte* text = Bridge.Utf8(indexing))
            Bridge.Done(Bridge.create_meshgrid(items, all.Length, text, &list));
        GC.KeepAlive(all);
        return Bridge.Take(list);
    }
}
