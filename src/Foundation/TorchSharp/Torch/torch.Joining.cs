namespace TorchSharp;

public static unsafe partial class torch
{
    private delegate nint Join(nint* items, long count);

    private static Tensor Joined(IEnumerable<Tensor> tensors, Join join)
    {
        var all = tensors as IReadOnlyCollection<Tensor> ?? tensors.ToArray();
        var handles = Tensor.Handles(all);
        fixed (nint* items = handles) return Tensor.Make(join(items, handles.Length), all);
    }

    public static Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        if (tensors.Count == 0) throw new ArgumentException(nameof(tensors));
        return Joined(tensors, (items, count) => Bridge.shape_cat(items, count, dim));
    }

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Joined(tensors, (items, count) => Bridge.shape_stack(items, count, dim));
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Joined(tensors, Bridge.shape_hstack);
    public static Tensor hstack(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_hstack);
    public static Tensor hstack(params Tensor[] tensors) => Joined(tensors, Bridge.shape_hstack);
    public static Tensor vstack(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_vstack);
    public static Tensor dstack(IEnumerable<Tensor> tensors) => Joined(tensors, Bridge.shape_dstack);
    public static Tensor dstack(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_dstack);
    public static Tensor dstack(params Tensor[] tensors) => Joined(tensors, Bridge.shape_dstack);
    public static Tensor column_stack(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_column_stack);
    public static Tensor column_stack(params Tensor[] tensors) => Joined(tensors, Bridge.shape_column_stack);
    public static Tensor row_stack(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_vstack);
    public static Tensor row_stack(params Tensor[] tensors) => Joined(tensors, Bridge.shape_vstack);
    public static Tensor block_diag(params Tensor[] tensors) => Joined(tensors, Bridge.shape_block_diag);
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Joined(tensors, Bridge.shape_cartesian_prod);
    public static Tensor cartesian_prod(params Tensor[] tensors) => Joined(tensors, Bridge.shape_cartesian_prod);

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) => Tensor.Make(Bridge.shape_combinations(input.Handle, r, with_replacement ? 1 : 0), input);

    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => input.Select(t => t.atleast_1d());
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => input.Select(t => t.atleast_2d());
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => input.Select(t => t.atleast_3d());

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var text = Bridge.Utf8(equation);
        return Joined(tensors, (items, count) => {
            fixed (byte* t = text) return Bridge.product_einsum(t, items, count);
        });
    }

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors)
    {
        NativeList list;
        fixed (nint* items = Tensor.Handles(tensors)) Bridge.Done(Bridge.shape_broadcast_tensors(items, tensors.Length, &list));
        GC.KeepAlive(tensors);
        return Bridge.Take(list);
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    public static Tensor[] where(Tensor condition)
    {
        NativeList list;
        Bridge.Done(Bridge.index_where_all(condition.Handle, &list));
        GC.KeepAlive(condition);
        return Bridge.Take(list);
    }
}
