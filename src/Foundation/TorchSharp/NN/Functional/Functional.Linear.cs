using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Owns a result; what was given to the call must not be finalised before it has returned.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Tensor Made(nint result, object a = null, object b = null, object c = null, object d = null, object e = null)
            {
                GC.KeepAlive(a);
                GC.KeepAlive(b);
                GC.KeepAlive(c);
                GC.KeepAlive(d);
                GC.KeepAlive(e);
                return new Tensor(Bridge.Made(result));
            }

            /// <summary>The handle of a tensor that may be missing.</summary>
            private static nint Optional(Tensor tensor) => tensor is null ? 0 : tensor.Handle;

            public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null)
                => Made(Bridge.nn_linear(input.Handle, weights.Handle, Optional(bias)), input, weights, bias);

            internal static Tensor Lookup(Tensor table, Tensor indexes, long paddingIndex, bool scaleByFrequency)
                => Made(Bridge.nn_embedding(table.Handle, indexes.Handle, paddingIndex, scaleByFrequency ? 1 : 0), table, indexes);

            /// <summary>Shortens, in place, those rows that are looked up and longer than the limit.</summary>
            internal static void RenormaliseRows(Tensor table, Tensor indexes, double limit, double norm)
                => table.Changed(Bridge.nn_embedding_renorm_(table.Handle, indexes.Handle, limit, norm), indexes);

            /// <summary>A vector of zeros and a one for each class index.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException($"one_hot needs Int64 indexes, not {x.dtype}.", nameof(x));
                return Made(Bridge.nn_one_hot(x.Handle, num_classes), x);
            }

            /// <summary>
            /// softmax(query keyᵀ / sqrt(width) + mask) value. In a boolean mask, true means "may be looked at".
            /// query [N, ..., L, E], key [N, ..., S, E], value [N, ..., S, V] -> [N, ..., L, V].
            /// </summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException($"A probability must not be negative: {p}", nameof(p));
                if (is_casual && attn_mask is not null) throw new ArgumentException("A mask and causal attention exclude each other.", nameof(attn_mask));
                return Made(Bridge.nn_attention(query.Handle, key.Handle, value.Handle, Optional(attn_mask), p, is_casual ? 1 : 0), query, key, value, attn_mask);
            }
        }
    }
}
