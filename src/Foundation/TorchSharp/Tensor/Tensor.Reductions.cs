namespace TorchSharp;

public static partial class torch
{
    // Sums, extremes and order.
    public unsafe partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Make(Bridge.reduce_sum(Handle, Code(type)), this);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p0 = dim) return Make(Bridge.reduce_sum_dims(Handle, p0, dim.Length, keepdim ? 1 : 0, Code(type)), this);
        }

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum(new ReadOnlySpan<long>(in dim), keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum(new ReadOnlySpan<long>(dim), keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);
        public Tensor mean() => Make(Bridge.reduce_mean(Handle, -1), this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p0 = dimensions) return Make(Bridge.reduce_mean_dims(Handle, p0, dimensions.Length, keepdim ? 1 : 0, Code(type)), this);
        }

        public Tensor prod(ScalarType? type = null) => Make(Bridge.reduce_prod(Handle, Code(type)), this);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Make(Bridge.reduce_prod_dim(Handle, dim, keepdim ? 1 : 0, Code(type)), this);
        public Tensor var(bool unbiased = true) => Make(Bridge.reduce_var(Handle, unbiased ? 1 : 0), this);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p0 = dimensions) return Cast(Make(Bridge.reduce_var_dims(Handle, p0, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0), this), type);
        }

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(new ReadOnlySpan<long>(in dim), unbiased, keepdim, type);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(new ReadOnlySpan<long>(dimensions), unbiased, keepdim, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(new ReadOnlySpan<long>([dim.Item1, dim.Item2]), unbiased, keepdim, type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(new ReadOnlySpan<long>([dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_var_mean(Handle, unbiased ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            var pair = stackalloc nint[2];
            fixed (long* p0 = dimensions) Changed(Bridge.reduce_var_mean_dims(Handle, p0, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0, pair));
            return (Cast(new Tensor(pair[0]), type), Cast(new Tensor(pair[1]), type));
        }

        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(new ReadOnlySpan<long>(in dim), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(new ReadOnlySpan<long>(dimensions), unbiased, keepdim, type);
        public Tensor std(bool unbiased = true) => Make(Bridge.reduce_std(Handle, unbiased ? 1 : 0), this);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p0 = dimensions) return Cast(Make(Bridge.reduce_std_dims(Handle, p0, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0), this), type);
        }

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(new ReadOnlySpan<long>(in dim), unbiased, keepdim, type);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(new ReadOnlySpan<long>(dimensions), unbiased, keepdim, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(new ReadOnlySpan<long>([dim.Item1, dim.Item2]), unbiased, keepdim, type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(new ReadOnlySpan<long>([dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_std_mean(Handle, unbiased ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            var pair = stackalloc nint[2];
            fixed (long* p0 = dimensions) Changed(Bridge.reduce_std_mean_dims(Handle, p0, dimensions.Length, unbiased ? 1 : 0, keepdim ? 1 : 0, pair));
            return (Cast(new Tensor(pair[0]), type), Cast(new Tensor(pair[1]), type));
        }

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(new ReadOnlySpan<long>(in dim), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(new ReadOnlySpan<long>(dimensions), unbiased, keepdim, type);
        public Tensor norm(float p = 2f) => Make(Bridge.reduce_norm(Handle, p), this);
        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Make(Bridge.reduce_norm_dim(Handle, p, dim, keepdim ? 1 : 0), this);
        public Tensor any() => Make(Bridge.reduce_any(Handle), this);
        public Tensor any(long dim, bool keepdim = false) => Make(Bridge.reduce_any_dim(Handle, dim, keepdim ? 1 : 0), this);
        public Tensor all() => Make(Bridge.reduce_all(Handle), this);
        public Tensor all(long dim, bool keepdim = false) => Make(Bridge.reduce_all_dim(Handle, dim, keepdim ? 1 : 0), this);

        public Tensor count_nonzero(long[] dims = null)
        {
            fixed (long* p0 = dims) return Make(Bridge.reduce_count_nonzero(Handle, p0, dims?.Length ?? 0), this);
        }

        public Tensor max() => Make(Bridge.reduce_max(Handle), this);
        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_max_dim(Handle, dim, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor argmax() => Make(Bridge.reduce_argmax(Handle), this);
        public Tensor argmax(long dim, bool keepdim = false) => Make(Bridge.reduce_argmax_dim(Handle, dim, keepdim ? 1 : 0), this);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null)
        {
            fixed (long* p0 = dims) return Into(@out, Make(Bridge.reduce_amax(Handle, p0, dims.Length, keepdim ? 1 : 0), this));
        }

        public Tensor amax(long[] dims, bool keepdim = false, Tensor @out = null) => amax(new ReadOnlySpan<long>(dims), keepdim, @out);
        public Tensor amax(params long[] dims) => amax(new ReadOnlySpan<long>(dims));
        public Tensor min() => Make(Bridge.reduce_min(Handle), this);
        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_min_dim(Handle, dim, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor argmin() => Make(Bridge.reduce_argmin(Handle), this);
        public Tensor argmin(long dim, bool keepdim = false) => Make(Bridge.reduce_argmin_dim(Handle, dim, keepdim ? 1 : 0), this);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor @out = null)
        {
            fixed (long* p0 = dims) return Into(@out, Make(Bridge.reduce_amin(Handle, p0, dims.Length, keepdim ? 1 : 0), this));
        }

        public Tensor amin(long[] dims, bool keepdim = false, Tensor @out = null) => amin(new ReadOnlySpan<long>(dims), keepdim, @out);
        public Tensor amin(params long[] dims) => amin(new ReadOnlySpan<long>(dims));
        public Tensor median() => Make(Bridge.reduce_median(Handle), this);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_mode(Handle, dim, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_kthvalue(Handle, k, dim ?? -1, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_sort(Handle, dim, descending ? 1 : 0, stable ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor argsort(long dim = -1, bool descending = false) => Make(Bridge.reduce_argsort(Handle, dim, descending ? 1 : 0), this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_topk(Handle, k, dim, largest ? 1 : 0, sorted ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor cumsum(long dim, ScalarType? type = null) => Make(Bridge.reduce_cumsum(Handle, dim, Code(type)), this);
        public Tensor cumprod(long dim, ScalarType? type = null) => Make(Bridge.reduce_cumprod(Handle, dim, Code(type)), this);
        public Tensor logsumexp(long dim, bool keepdim = false) => Make(Bridge.reduce_logsumexp(Handle, dim, keepdim ? 1 : 0), this);
        public Tensor bincount(Tensor weights, long minlength = 0) => Make(Bridge.reduce_bincount(Handle, HandleOf(weights), minlength), this, weights);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Make(Bridge.reduce_histc(Handle, bins, min, max), this);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var parts = stackalloc nint[3];
            Changed(dim is int dimension ? Bridge.reduce_unique_dim(Handle, dimension, sorted ? 1 : 0, return_inverse ? 1 : 0, return_counts ? 1 : 0, parts) : Bridge.reduce_unique(Handle, sorted ? 1 : 0, return_inverse ? 1 : 0, return_counts ? 1 : 0, parts));
            return (new Tensor(parts[0]), return_inverse ? OrNull(parts[1]) : Dropped(parts[1]), return_counts ? OrNull(parts[2]) : Dropped(parts[2]));
        }

        public (Tensor values, Tensor indexes) cummax(long dim)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_cummax(Handle, dim, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public (Tensor values, Tensor indexes) cummin(long dim)
        {
            var pair = stackalloc nint[2];
            Changed(Bridge.reduce_cummin(Handle, dim, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor logcumsumexp(long dim) => Make(Bridge.reduce_logcumsumexp(Handle, dim), this);
        public Tensor trace() => Make(Bridge.reduce_trace(Handle), this);
        public Tensor nansum() => Make(Bridge.reduce_nansum(Handle), this);
        public Tensor nanmedian() => Make(Bridge.reduce_nanmedian(Handle), this);
        public Tensor msort() => Make(Bridge.reduce_msort(Handle), this);
        public Tensor diff(long n = 1, long dim = -1, Tensor prepend = null, Tensor append = null) => Make(Bridge.reduce_diff(Handle, n, dim, HandleOf(prepend), HandleOf(append)), this, prepend, append);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null)
        {
            long along = dim ?? 0;
            return Make(Bridge.reduce_nanmean(Handle, &along, dim is null ? 0 : 1, keepdim ? 1 : 0, Code(dtype)), this);
        }

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false)
        {
            // As in the real one, -1 stands for all values.
            return Make(Bridge.reduce_quantile(Handle, q.Handle, dim == -1 ? null : &dim, keepdim ? 1 : 0), this, q);
        }

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false)
        {
            // As in the real one, -1 stands for all values.
            return Make(Bridge.reduce_nanquantile(Handle, q.Handle, dim == -1 ? null : &dim, keepdim ? 1 : 0), this, q);
        }

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var parts = stackalloc nint[3];
            long along = dim ?? 0;
            Changed(Bridge.reduce_unique_consecutive(Handle, return_inverse ? 1 : 0, return_counts ? 1 : 0, dim is null ? null : &along, parts));
            return (new Tensor(parts[0]), return_inverse ? OrNull(parts[1]) : Dropped(parts[1]), return_counts ? OrNull(parts[2]) : Dropped(parts[2]));
        }

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false)
        {
            var pair = stackalloc nint[2];
            var along = dim ?? 0;
            Changed(Bridge.reduce_aminmax(Handle, dim is null ? null : &along, keepdim ? 1 : 0, pair));
            return (new Tensor(pair[0]), new Tensor(pair[1]));
        }

        public Tensor dist(Tensor other, float p = 2f) => Make(Bridge.reduce_dist(Handle, other.Handle, p), this, other);
        public Tensor renorm(float p, long dim, float maxnorm) => Make(Bridge.reduce_renorm(Handle, p, dim, maxnorm), this);
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(new ReadOnlySpan<long>([dim.Item1, dim.Item2]), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(new ReadOnlySpan<long>([dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(new ReadOnlySpan<long>([dim.Item1, dim.Item2]), unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(new ReadOnlySpan<long>([dim.Item1, dim.Item2, dim.Item3]), unbiased, keepdim, type);
    }
}
