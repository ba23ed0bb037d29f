namespace TorchSharp;

// Functions whose arguments are not those of the method of the same name.
public static unsafe partial class torch
{
    public static Tensor clone(Tensor input) => input.clone();
    public static long numel(Tensor input) => input.numel();
    public static bool is_tensor(object obj) => obj is Tensor;
    public static bool is_nonzero(Tensor input) => input.is_nonzero();
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
    public static Tensor norm(Tensor input) => input.norm(2f);

    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);
    public static Tensor moveaxis(Tensor input, long source, long destination) => input.movedim([source], [destination]);
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) => input.movedim([source.Item1, source.Item2], [destination.Item1, destination.Item2]);

    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination)
        => input.movedim([source.Item1, source.Item2, source.Item3], [destination.Item1, destination.Item2, destination.Item3]);

    public static Tensor[] tensor_split(Tensor input, Tensor indices_or_sections, long dim = 0) => input.tensor_split(indices_or_sections, dim);

    public static Tensor randperm(long n, Tensor @out, Generator generator = null)
    {
        using var drawn = randperm(n, @out.dtype, @out.device, generator: generator);
        return @out.set_(drawn);
    }

    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => input.gather(dim, index);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor sorter = null)
        => Tensor.Make(Bridge.index_searchsorted(sorted_sequence.Handle, values.Handle, out_int32 ? 1 : 0, right ? 1 : 0, Tensor.HandleOf(sorter)), sorted_sequence, values, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor sorter)
        => Tensor.Make(Bridge.index_searchsorted_scalar(sorted_sequence.Handle, values.Value, out_int32 ? 1 : 0, right ? 1 : 0, Tensor.HandleOf(sorter)), sorted_sequence, sorter);

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary)
        => Tensor.Make(Bridge.product_cdist(x1.Handle, x2.Handle, p, (long)compute_mode), x1, x2);

    public static Tensor normal(Tensor mean, Tensor std, Generator generator = null) => Tensor.Make(Bridge.random_normal(mean.Handle, std.Handle, HandleOf(generator)), mean, std, generator);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null)
    {
        var made = empty(size, dtype, device, false, names).normal_(mean, std, generator);
        return requires_grad ? made.requires_grad_() : made;
    }

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device device = null, bool requires_grad = false)
        => Tensor.Make(Bridge.create_logspace(start, end, steps, @base, new Options(dtype, device, requires_grad)));

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        Unnamed(names);
        fixed (long* s = size, d = strides) return Tensor.Make(Bridge.create_empty_strided(s, size.Length, d, strides.Length, new Options(dtype, device, requires_grad)));
    }

    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)Bridge.op_promote_types((int)type1, (int)type2);
    public static bool can_cast(ScalarType from, ScalarType to) => Bridge.op_can_cast((int)from, (int)to) != 0;

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2)
    {
        var type = (ScalarType)Bridge.op_result_type(tensor1.Handle, tensor2.Handle);
        GC.KeepAlive(tensor1);
        GC.KeepAlive(tensor2);
        return type;
    }
}
