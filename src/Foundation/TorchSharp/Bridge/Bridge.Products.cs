using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint product_matmul(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_mm(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_bmm(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_mv(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_dot(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_inner(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_outer(nint a, nint b);
    [DllImport(Library)] internal static extern nint product_addmm(nint t, nint a, nint b, float beta, float alpha);
    [DllImport(Library)] internal static extern int product_addmm_(nint t, nint a, nint b, float beta, float alpha);
    [DllImport(Library)] internal static extern nint product_addbmm(nint t, nint a, nint b, float beta, float alpha);
    [DllImport(Library)] internal static extern nint product_tensordot(nint a, nint b, long* p, int n, long* q, int m);
    [DllImport(Library)] internal static extern nint product_einsum(byte* equation, nint* items, long n);
    [DllImport(Library)] internal static extern nint product_cdist(nint a, nint b, double p, long mode);
    [DllImport(Library)] internal static extern nint product_addmv(nint t, nint a, nint b, float beta, float alpha);
    [DllImport(Library)] internal static extern nint product_addr(nint t, nint a, nint b, float beta, float alpha);
    [DllImport(Library)] internal static extern nint product_kron(nint a, nint b);
    [DllImport(Library)] internal static extern nint linalg_norm(nint t, Number order, long* d, int n, int keep);
    [DllImport(Library)] internal static extern nint linalg_norm_named(nint t, byte* order, long* d, int n, int keep);
    [DllImport(Library)] internal static extern nint linalg_inv(nint t);
    [DllImport(Library)] internal static extern nint linalg_det(nint t);
}
