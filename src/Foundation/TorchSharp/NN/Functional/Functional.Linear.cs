namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static Tensor Made(nint handle) => new(Bridge.Made(handle));

            /// <summary>The handle of a tensor that may be missing.</summary>
            private static IntPtr Optional(Tensor tensor) => tensor is null ? IntPtr.Zero : tensor.Handle;

            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null)
                => Made(Bridge.nn_linear(input.Handle, weights.Handle, Optional(bias)));

            internal static Tensor Lookup(Tensor table, Tensor indexes, long paddingIndex, bool scaleByFrequency)
                => Made(Bridge.nn_embedding(table.Handle, indexes.Handle, paddingIndex, scaleByFrequency ? 1 : 0));

            /// <summary>Shortens, in place, those rows that are looked up and longer than the limit.</summary>
            internal static void RenormaliseRows(Tensor table, Tensor indexes, double limit, double norm)
                => Bridge.Done(Bridge.nn_embedding_renorm_(table.Handle, indexes.Handle, limit, norm));

            /// <summary>A vector of zeros and a one for each class index.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException($"one_hot needs Int64 indexes, not {x.dtype}.", nameof(x));
                return Made(Bridge.nn_one_hot(x.Handle, num_classes));
            }

            /// <summary>
            /// softmax(query keyᵀ / sqrt(width) + mask) value. In a boolean mask, true means "may be looked at".
            /// query [N, ..., L, E], key [N, ..., S, E], value [N, ..., S, V] -> [N, ..., L, V].
            /// </summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.", nameof(p));
                if (is_casual && attn_mask is not null) throw new ArgumentException("A mask and causal attention exclude each other.", nameof(attn_mask));
                return Made(Bridge.nn_attention(query.Handle, key.Handle, value.Handle, Optional(attn_mask), p, is_casual ? 1 : 0));
            }
        }
    }
}
