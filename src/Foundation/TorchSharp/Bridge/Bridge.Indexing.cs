using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint index_get(nint t, NativeIndex* p, int n);
    [DllImport(Library)] internal static extern int index_put(nint t, NativeIndex* p, int n, nint value);
    [DllImport(Library)] internal static extern int index_put_scalar(nint t, NativeIndex* p, int n, Number value);
    [DllImport(Library)] internal static extern nint index_select(nint t, long dim, nint index);
    [DllImport(Library)] internal static extern nint index_one(nint t, long dim, long index);
    [DllImport(Library)] internal static extern nint index_narrow(nint t, long dim, long start, long length);
    [DllImport(Library)] internal static extern nint index_slice(nint t, long dim, long start, long finish, long step);
    [DllImport(Library)] internal static extern nint index_gather(nint t, long dim, nint index);
    [DllImport(Library)] internal static extern nint index_take(nint t, nint index);
    [DllImport(Library)] internal static extern nint index_take_along_dim(nint t, nint index);
    [DllImport(Library)] internal static extern nint index_take_along_dim_at(nint t, nint index, long dim);
    [DllImport(Library)] internal static extern nint index_scatter(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern int index_scatter_(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern nint index_scatter_add(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern int index_scatter_add_(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern nint index_add(nint t, long dim, nint index, nint source, Number alpha);
    [DllImport(Library)] internal static extern int index_add_(nint t, long dim, nint index, nint source, Number alpha);
    [DllImport(Library)] internal static extern nint index_copy(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern int index_copy_(nint t, long dim, nint index, nint source);
    [DllImport(Library)] internal static extern nint index_fill(nint t, long dim, nint index, Number value);
    [DllImport(Library)] internal static extern int index_fill_(nint t, long dim, nint index, Number value);
    [DllImport(Library)] internal static extern nint index_masked_fill(nint t, nint mask, Number value);
    [DllImport(Library)] internal static extern int index_masked_fill_(nint t, nint mask, Number value);
    [DllImport(Library)] internal static extern nint index_masked_select(nint t, nint mask);
    [DllImport(Library)] internal static extern nint index_masked_scatter(nint t, nint mask, nint value);
    [DllImport(Library)] internal static extern int index_masked_scatter_(nint t, nint mask, nint value);
    [DllImport(Library)] internal static extern nint index_nonzero(nint t);
    [DllImport(Library)] internal static extern nint index_argwhere(nint t);
    [DllImport(Library)] internal static extern nint index_where(nint condition, nint x, nint y);
    [DllImport(Library)] internal static extern int index_where_all(nint condition, NativeList* @out);
    [DllImport(Library)] internal static extern nint index_bucketize(nint t, nint boundaries, int int32, int right);
    [DllImport(Library)] internal static extern nint index_searchsorted(nint sequence, nint values, int int32, int right, nint sorter);
    [DllImport(Library)] internal static extern nint index_searchsorted_scalar(nint sequence, Number value, int int32, int right, nint sorter);
    [DllImport(Library)] internal static extern nint index_select_scatter(nint t, nint source, long dim, long index);
    [DllImport(Library)] internal static extern nint index_slice_scatter(nint t, nint source, long dim, long* start, long* end, long step);
}
