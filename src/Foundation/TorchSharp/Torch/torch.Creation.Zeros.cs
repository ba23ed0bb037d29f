namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor zeros(int size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor zeros(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => zeros(new ReadOnlySpan<long>(size), dtype, device, requires_grad, names);

    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        fixed (long* p = size) return Tensor.Make(Bridge.create_zeros(p, size.Length, new Options(dtype, device, requires_grad)));
    }

    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor ones(int size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor ones(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => ones(new ReadOnlySpan<long>(size), dtype, device, requires_grad, names);

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        fixed (long* p = size) return Tensor.Make(Bridge.create_ones(p, size.Length, new Options(dtype, device, requires_grad)));
    }

    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor empty(int size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype, device, requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype, device, requires_grad, names);
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([rows, columns]), dtype, device, requires_grad, names);
    public static Tensor empty(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>([size]), dtype, device, requires_grad, names);
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null) => empty(new ReadOnlySpan<long>(size), dtype, device, requires_grad, names);

    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        fixed (long* p = size) return Tensor.Make(Bridge.create_empty(p, size.Length, new Options(dtype, device, requires_grad)));
    }
}
