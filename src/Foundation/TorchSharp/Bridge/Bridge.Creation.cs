using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint create_empty(long* s, int n, Options o);
    [DllImport(Library)] internal static extern nint create_zeros(long* s, int n, Options o);
    [DllImport(Library)] internal static extern nint create_ones(long* s, int n, Options o);
    [DllImport(Library)] internal static extern nint create_full(long* s, int n, Number v, Options o);
    [DllImport(Library)] internal static extern nint create_eye(long rows, long columns, Options o);
    [DllImport(Library)] internal static extern nint create_arange(Number start, Number stop, Number step, Options o);
    [DllImport(Library)] internal static extern nint create_linspace(double start, double end, long steps, Options o);
    [DllImport(Library)] internal static extern nint create_empty_like(nint t, Options o);
    [DllImport(Library)] internal static extern nint create_zeros_like(nint t, Options o);
    [DllImport(Library)] internal static extern nint create_ones_like(nint t, Options o);
    [DllImport(Library)] internal static extern nint create_full_like(nint t, Number v, Options o);
    [DllImport(Library)] internal static extern nint create_rand_like(nint t, Options o);
    [DllImport(Library)] internal static extern nint create_randn_like(nint t, Options o);
    [DllImport(Library)] internal static extern nint create_scalar(Number v, Options o);
    [DllImport(Library)] internal static extern nint create_copy(void* data, int dtype, long* s, int n);
    [DllImport(Library)] internal static extern nint create_shared(nint data, int dtype, long* s, int n, void* release, nint owner);
    [DllImport(Library)] internal static extern nint create_tril_indices(long row, long column, long offset, Options o);
    [DllImport(Library)] internal static extern nint create_triu_indices(long row, long column, long offset, Options o);
    [DllImport(Library)] internal static extern int create_meshgrid(nint* items, long n, byte* indexing, NativeList* @out);
    [DllImport(Library)] internal static extern nint create_logspace(double start, double end, long steps, double root, Options o);
    [DllImport(Library)] internal static extern nint create_empty_strided(long* s, int n, long* d, int m, Options o);
}
