using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => index(Singles(i1));
            set => index_put_(value, Singles(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(Singles(i1, i2));
            set => index_put_(value, Singles(i1, i2));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(Singles(i1, i2, i3));
            set => index_put_(value, Singles(i1, i2, i3));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(Singles(i1, i2, i3, i4));
            set => index_put_(value, Singles(i1, i2, i3, i4));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(Singles(i1, i2, i3, i4, i5));
            set => index_put_(value, Singles(i1, i2, i3, i4, i5));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index(Singles(i1, i2, i3, i4, i5, i6));
            set => index_put_(value, Singles(i1, i2, i3, i4, i5, i6));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            fixed (NativeIndex* p = Native(indices)) return Make(Bridge.index_get(Handle, p, indices.Length), this, indices);
        }

        public Tensor index(params Tensor[] indices) => index(Wrapped(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            fixed (NativeIndex* p = Native(indices)) return Changed(Bridge.index_put(Handle, p, indices.Length, value.Handle), value, indices);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Wrapped(indices));

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            fixed (NativeIndex* p = Native(indices)) return Changed(Bridge.index_put_scalar(Handle, p, indices.Length, value.Value), indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Wrapped(indices));

        private static TensorIndex[] Wrapped(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static TensorIndex[] Singles(params ReadOnlySpan<long> indices)
        {
            var all = new TensorIndex[indices.Length];
            for (var i = 0; i < all.Length; i++) all[i] = TensorIndex.Single(indices[i]);
            return all;
        }

        private static NativeIndex[] Native(TensorIndex[] indices)
        {
            var all = new NativeIndex[indices.Length];
            for (var i = 0; i < all.Length; i++) all[i] = indices[i].Native;
            return all;
        }
    }
}
