using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern void tensor_dispose(nint t);
    [DllImport(Library)] internal static extern int tensor_sizes(nint t, long* @out, int room);
    [DllImport(Library)] internal static extern int tensor_strides(nint t, long* @out);
    [DllImport(Library)] internal static extern int tensor_size(nint t, long dim, long* @out);
    [DllImport(Library)] internal static extern int tensor_stride(nint t, long dim, long* @out);
    [DllImport(Library)] internal static extern int tensor_ndim(nint t);
    [DllImport(Library)] internal static extern long tensor_numel(nint t);
    [DllImport(Library)] internal static extern int tensor_dtype(nint t);
    [DllImport(Library)] internal static extern long tensor_element_size(nint t);
    [DllImport(Library)] internal static extern int tensor_device_type(nint t);
    [DllImport(Library)] internal static extern int tensor_device_index(nint t);
    [DllImport(Library)] internal static extern int tensor_is_contiguous(nint t);
    [DllImport(Library)] internal static extern int tensor_is_sparse(nint t);
    [DllImport(Library)] internal static extern long tensor_storage_offset(nint t);
    [DllImport(Library)] internal static extern int tensor_is_pinned(nint t, int* @out);
    [DllImport(Library)] internal static extern int tensor_data(nint t, nint* @out);
    [DllImport(Library)] internal static extern nint tensor_clone(nint t);
    [DllImport(Library)] internal static extern nint tensor_alias(nint t);
    [DllImport(Library)] internal static extern nint tensor_contiguous(nint t);
    [DllImport(Library)] internal static extern nint tensor_pin_memory(nint t);
    [DllImport(Library)] internal static extern nint tensor_to_dtype(nint t, int dtype, int copy, int non_blocking);
    [DllImport(Library)] internal static extern nint tensor_to_device(nint t, int device, int index, int copy, int non_blocking);
    [DllImport(Library)] internal static extern nint tensor_to(nint t, int dtype, int device, int index, int copy, int non_blocking);
    [DllImport(Library)] internal static extern int tensor_copy_(nint t, nint source, int non_blocking);
    [DllImport(Library)] internal static extern int tensor_set_(nint t, nint source);
    [DllImport(Library)] internal static extern int tensor_item(nint t, Number* @out);
    [DllImport(Library)] internal static extern int tensor_read(nint t, nint @out);
}
