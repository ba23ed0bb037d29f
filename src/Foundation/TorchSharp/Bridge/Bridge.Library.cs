using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern byte* bridge_last_error();
    [DllImport(Library)] internal static extern byte* bridge_torch_version();
    [DllImport(Library)] internal static extern void bridge_free(nint p);
    [DllImport(Library)] internal static extern void bridge_keep_memory();
    [DllImport(Library)] internal static extern int threads_set(int n);
    [DllImport(Library)] internal static extern int threads_get();
    [DllImport(Library)] internal static extern int threads_set_interop(int n);
    [DllImport(Library)] internal static extern int threads_get_interop();
    [DllImport(Library)] internal static extern int default_dtype_set(int dtype);
    [DllImport(Library)] internal static extern int default_dtype_get();
    [DllImport(Library)] internal static extern int cuda_is_available();
    [DllImport(Library)] internal static extern int cuda_device_count();
    [DllImport(Library)] internal static extern int cuda_is_cudnn_available();
    [DllImport(Library)] internal static extern int cuda_synchronize(long index);
    [DllImport(Library)] internal static extern int backend_get(int what);
    [DllImport(Library)] internal static extern int backend_set(int what, int on);
}
