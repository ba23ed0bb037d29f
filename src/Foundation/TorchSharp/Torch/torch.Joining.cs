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

    public static Tensor einsum(string equation, params Tensor[] tensors)
    {
        var text = Bridge.Utf8(equation);
        return Joined(tensors, (items, count) => {
            fixed (byte* t = text) return Bridge.product_einsum(t, items, count);
        });
    }

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

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
