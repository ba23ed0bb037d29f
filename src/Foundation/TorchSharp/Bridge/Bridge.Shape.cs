using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint shape_view(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_reshape(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_permute(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_expand(nint t, long* s, int n, int lazy);
    [DllImport(Library)] internal static extern nint shape_broadcast_to(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_repeat(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_tile(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_flip(nint t, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_fliplr(nint t);
    [DllImport(Library)] internal static extern nint shape_flipud(nint t);
    [DllImport(Library)] internal static extern nint shape_rot90(nint t, long k, long* d, int n);
    [DllImport(Library)] internal static extern nint shape_roll(nint t, long* s, int n, long* d, int m);
    [DllImport(Library)] internal static extern nint shape_movedim(nint t, long* s, int n, long* d, int m);
    [DllImport(Library)] internal static extern nint shape_transpose(nint t, long a, long b);
    [DllImport(Library)] internal static extern int shape_transpose_(nint t, long a, long b);
    [DllImport(Library)] internal static extern nint shape_t(nint t);
    [DllImport(Library)] internal static extern nint shape_numpy_T(nint t);
    [DllImport(Library)] internal static extern nint shape_mT(nint t);
    [DllImport(Library)] internal static extern nint shape_mH(nint t);
    [DllImport(Library)] internal static extern nint shape_flatten(nint t, long start, long end);
    [DllImport(Library)] internal static extern nint shape_unflatten(nint t, long dim, long* s, int n);
    [DllImport(Library)] internal static extern nint shape_squeeze(nint t);
    [DllImport(Library)] internal static extern nint shape_squeeze_dim(nint t, long dim);
    [DllImport(Library)] internal static extern int shape_squeeze_(nint t);
    [DllImport(Library)] internal static extern int shape_squeeze_dim_(nint t, long dim);
    [DllImport(Library)] internal static extern nint shape_unsqueeze(nint t, long dim);
    [DllImport(Library)] internal static extern int shape_unsqueeze_(nint t, long dim);
    [DllImport(Library)] internal static extern nint shape_as_strided(nint t, long* s, int n, long* d, int m, long offset);
    [DllImport(Library)] internal static extern nint shape_diagonal(nint t, long offset, long a, long b);
    [DllImport(Library)] internal static extern nint shape_diag(nint t, long diagonal);
    [DllImport(Library)] internal static extern nint shape_tril(nint t, long diagonal);
    [DllImport(Library)] internal static extern nint shape_triu(nint t, long diagonal);
    [DllImport(Library)] internal static extern int shape_tril_(nint t, long diagonal);
    [DllImport(Library)] internal static extern int shape_triu_(nint t, long diagonal);
    [DllImport(Library)] internal static extern nint shape_unfold(nint t, long dim, long size, long step);
    [DllImport(Library)] internal static extern nint shape_repeat_interleave(nint t, long repeats, long* dim, long* size);
    [DllImport(Library)] internal static extern nint shape_repeat_interleave_tensor(nint t, nint repeats, long* dim, long* size);
    [DllImport(Library)] internal static extern nint shape_cat(nint* items, long n, long dim);
    [DllImport(Library)] internal static extern nint shape_stack(nint* items, long n, long dim);
    [DllImport(Library)] internal static extern nint shape_hstack(nint* items, long n);
    [DllImport(Library)] internal static extern nint shape_vstack(nint* items, long n);
    [DllImport(Library)] internal static extern int shape_split(nint t, long size, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_split_sizes(nint t, long* s, int n, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_chunk(nint t, long chunks, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_unbind(nint t, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_tensor_split(nint t, long sections, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_tensor_split_at(nint t, long* s, int n, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_tensor_split_by(nint t, nint indices, long dim, NativeList* @out);
    [DllImport(Library)] internal static extern int shape_broadcast_tensors(nint* items, long n, NativeList* @out);
}
