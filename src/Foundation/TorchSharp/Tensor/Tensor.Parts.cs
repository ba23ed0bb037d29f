namespace TorchSharp;

public static partial class torch
{
    // Taking and putting parts.
    public unsafe partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => Make(Bridge.index_select(Handle, dim, index.Handle), this, index);
        public Tensor select(long dim, long index) => Make(Bridge.index_one(Handle, dim, index), this);
        public Tensor narrow(long dim, long start, long length) => Make(Bridge.index_narrow(Handle, dim, start, length), this);
        public Tensor slice(long dim, long start, long finish, long step) => Make(Bridge.index_slice(Handle, dim, start, finish, step), this);
        public Tensor gather(long dim, Tensor index) => Make(Bridge.index_gather(Handle, dim, index.Handle), this, index);
        public Tensor take(Tensor index) => Make(Bridge.index_take(Handle, index.Handle), this, index);
        public Tensor take_along_dim(Tensor indices) => Make(Bridge.index_take_along_dim(Handle, indices.Handle), this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => Make(Bridge.index_take_along_dim_at(Handle, indices.Handle, dim), this, indices);
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(torch.tensor(indices.ToArray()));
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(torch.tensor(indices.ToArray()), dim);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Make(Bridge.index_scatter(Handle, dim, index.Handle, src.Handle), this, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Changed(Bridge.index_scatter_(Handle, dim, index.Handle, src.Handle), index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Make(Bridge.index_scatter_add(Handle, dim, index.Handle, src.Handle), this, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Changed(Bridge.index_scatter_add_(Handle, dim, index.Handle, src.Handle), index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Make(Bridge.index_add(Handle, dim, index.Handle, source.Handle, alpha.Value), this, index, source);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Changed(Bridge.index_add_(Handle, dim, index.Handle, source.Handle, alpha.Value), index, source);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Make(Bridge.index_copy(Handle, dim, index.Handle, source.Handle), this, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Changed(Bridge.index_copy_(Handle, dim, index.Handle, source.Handle), index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Make(Bridge.index_fill(Handle, dim, index.Handle, value.Value), this, index);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Changed(Bridge.index_fill_(Handle, dim, index.Handle, value.Value), index);
        public Tensor masked_fill(Tensor mask, Scalar value) => Make(Bridge.index_masked_fill(Handle, mask.Handle, value.Value), this, mask);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Changed(Bridge.index_masked_fill_(Handle, mask.Handle, value.Value), mask);
        public Tensor masked_select(Tensor mask) => Make(Bridge.index_masked_select(Handle, mask.Handle), this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Make(Bridge.index_masked_scatter(Handle, mask.Handle, value.Handle), this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Changed(Bridge.index_masked_scatter_(Handle, mask.Handle, value.Handle), mask, value);
        public Tensor nonzero() => Make(Bridge.index_nonzero(Handle), this);
        public Tensor argwhere() => Make(Bridge.index_argwhere(Handle), this);
        public Tensor where(Tensor condition, Tensor y) => Make(Bridge.index_where(condition.Handle, Handle, y.Handle), this, condition, y);
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Make(Bridge.index_bucketize(Handle, boundaries.Handle, outInt32 ? 1 : 0, right ? 1 : 0), this, boundaries);
        public Tensor select_scatter(Tensor src, long dim, long index) => Make(Bridge.index_select_scatter(Handle, src.Handle, dim, index), this, src);

        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1)
        {
            var (first, last) = (start ?? 0, end ?? 0);
            return Make(Bridge.index_slice_scatter(Handle, src.Handle, dim, start is null ? null : &first, end is null ? null : &last, step), this, src);
        }
    }
}
