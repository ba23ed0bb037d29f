using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint reduce_sum(nint t, int dtype);
    [DllImport(Library)] internal static extern nint reduce_sum_dims(nint t, long* d, int n, int keep, int dtype);
    [DllImport(Library)] internal static extern nint reduce_mean(nint t, int dtype);
    [DllImport(Library)] internal static extern nint reduce_mean_dims(nint t, long* d, int n, int keep, int dtype);
    [DllImport(Library)] internal static extern nint reduce_prod(nint t, int dtype);
    [DllImport(Library)] internal static extern nint reduce_prod_dim(nint t, long dim, int keep, int dtype);
    [DllImport(Library)] internal static extern nint reduce_var(nint t, int unbiased);
    [DllImport(Library)] internal static extern nint reduce_var_dims(nint t, long* d, int n, int unbiased, int keep);
    [DllImport(Library)] internal static extern nint reduce_std(nint t, int unbiased);
    [DllImport(Library)] internal static extern nint reduce_std_dims(nint t, long* d, int n, int unbiased, int keep);
    [DllImport(Library)] internal static extern int reduce_var_mean(nint t, int unbiased, nint* @out);
    [DllImport(Library)] internal static extern int reduce_var_mean_dims(nint t, long* d, int n, int unbiased, int keep, nint* @out);
    [DllImport(Library)] internal static extern int reduce_std_mean(nint t, int unbiased, nint* @out);
    [DllImport(Library)] internal static extern int reduce_std_mean_dims(nint t, long* d, int n, int unbiased, int keep, nint* @out);
    [DllImport(Library)] internal static extern nint reduce_norm(nint t, double p);
    [DllImport(Library)] internal static extern nint reduce_norm_dim(nint t, double p, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_vector_norm(nint t, double p, long* d, int n, int keep);
    [DllImport(Library)] internal static extern nint reduce_any(nint t);
    [DllImport(Library)] internal static extern nint reduce_any_dim(nint t, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_all(nint t);
    [DllImport(Library)] internal static extern nint reduce_all_dim(nint t, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_count_nonzero(nint t, long* d, int n);
    [DllImport(Library)] internal static extern nint reduce_max(nint t);
    [DllImport(Library)] internal static extern nint reduce_min(nint t);
    [DllImport(Library)] internal static extern int reduce_max_dim(nint t, long dim, int keep, nint* @out);
    [DllImport(Library)] internal static extern int reduce_min_dim(nint t, long dim, int keep, nint* @out);
    [DllImport(Library)] internal static extern nint reduce_amax(nint t, long* d, int n, int keep);
    [DllImport(Library)] internal static extern nint reduce_amin(nint t, long* d, int n, int keep);
    [DllImport(Library)] internal static extern nint reduce_argmax(nint t);
    [DllImport(Library)] internal static extern nint reduce_argmax_dim(nint t, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_argmin(nint t);
    [DllImport(Library)] internal static extern nint reduce_argmin_dim(nint t, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_median(nint t);
    [DllImport(Library)] internal static extern int reduce_mode(nint t, long dim, int keep, nint* @out);
    [DllImport(Library)] internal static extern int reduce_kthvalue(nint t, long k, long dim, int keep, nint* @out);
    [DllImport(Library)] internal static extern nint reduce_quantile(nint t, nint q, long* dim, int keep);
    [DllImport(Library)] internal static extern int reduce_sort(nint t, long dim, int descending, int stable, nint* @out);
    [DllImport(Library)] internal static extern nint reduce_argsort(nint t, long dim, int descending);
    [DllImport(Library)] internal static extern int reduce_topk(nint t, long k, long dim, int largest, int sorted, nint* @out);
    [DllImport(Library)] internal static extern int reduce_unique(nint t, int sorted, int inverse, int counts, nint* @out);
    [DllImport(Library)] internal static extern int reduce_unique_dim(nint t, long dim, int sorted, int inverse, int counts, nint* @out);
    [DllImport(Library)] internal static extern nint reduce_cumsum(nint t, long dim, int dtype);
    [DllImport(Library)] internal static extern nint reduce_cumprod(nint t, long dim, int dtype);
    [DllImport(Library)] internal static extern nint reduce_logsumexp(nint t, long dim, int keep);
    [DllImport(Library)] internal static extern nint reduce_bincount(nint t, nint weights, long minimum);
    [DllImport(Library)] internal static extern nint reduce_histc(nint t, long bins, long low, long high);
}
