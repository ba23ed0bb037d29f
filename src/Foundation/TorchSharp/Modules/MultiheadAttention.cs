using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Attention by several heads: query [L, N, E], key [S, N, kdim], value [S, N, vdim] -> [L, N, E] and weights [N, L, S].</summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor, bool, Tensor, Tuple<Tensor, Tensor>>
    {
        private readonly long _width, _heads;
        private readonly double _dropout;
        private readonly bool _zeroAttention;

        internal MultiheadAttention(long width, long heads, double dropout, bool bias, bool add_bias_kv, bool add_zero_attn, long kdim, long vdim) : base(nameof(MultiheadAttention))
        {
            if (width % heads != 0) throw new ArgumentException($"The width {width} cannot be shared by {heads} heads.", nameof(heads));
            (_width, _heads, _dropout, _zeroAttention) = (width, heads, dropout, add_zero_attn);
            var together = kdim == width && vdim == width;
            if (together) Add("in_proj_weight", empty(3 * width, width));
            else {
                Add("q_proj_weight", empty(width, width));
                Add("k_proj_weight", empty(width, kdim));
                Add("v_proj_weight", empty(width, vdim));
            }
            if (bias) Add("in_proj_bias", zeros(3 * width));
            // libtorch makes the output layer before it fills the others, so its random numbers come first.
            var output = nn.Linear(width, width, bias);
            register_module("out_proj", output);
            if (add_bias_kv) {
                Add("bias_k", empty(1, 1, width));
                Add("bias_v", empty(1, 1, width));
            }
            foreach (var name in together ? new[] { "in_proj_weight" } : new[] { "q_proj_weight", "k_proj_weight", "v_proj_weight" }) nn.init.xavier_uniform_(RegisteredParameter(name)).Dispose();
            if (bias) nn.init.zeros_(output.bias).Dispose();
            if (!add_bias_kv) return;
            nn.init.xavier_normal_(RegisteredParameter("bias_k")).Dispose();
            nn.init.xavier_normal_(RegisteredParameter("bias_v")).Dispose();
        }

        private void Add(string name, Tensor data) => ReplaceRegistered(name, new Parameter(data));

        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask = null, bool need_weights = true, Tensor attn_mask = null)
            => base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask, bool need_weights, Tensor attn_mask)
        {
            using var scope = NewDisposeScope();
            long length = query.shape[0], batch = query.shape[1], head = _width / _heads;
            // [L, N, E] -> [N heads, L, head]
            Tensor Split(Tensor x) => x.contiguous().view(x.shape[0], batch * _heads, head).transpose(0, 1);
            var q = Project(query, 0).mul(1 / Math.Sqrt(head));
            var (k, v) = (Project(key, 1), Project(value, 2));
            if (RegisteredParameter("bias_k") is { } biasK) {
                k = cat(new[] { k, biasK.repeat(1, batch, 1) });
                v = cat(new[] { v, RegisteredParameter("bias_v").repeat(1, batch, 1) });
                attn_mask = Widen(attn_mask);
                key_padding_mask = Widen(key_padding_mask);
            }
            (q, k, v) = (Split(q), Split(k), Split(v));
            if (_zeroAttention) {
                k = F.pad(k, new long[] { 0, 0, 0, 1 });
                v = F.pad(v, new long[] { 0, 0, 0, 1 });
                attn_mask = Widen(attn_mask);
                key_padding_mask = Widen(key_padding_mask);
            }
            var keys = k.shape[1];
            var scores = q.bmm(k.transpose(1, 2));
            if (attn_mask is not null) scores = attn_mask.dtype == ScalarType.Bool ? scores.masked_fill(attn_mask, double.NegativeInfinity) : scores.add(attn_mask);
            if (key_padding_mask is not null)
                scores = scores.view(batch, _heads, length, keys).masked_fill(key_padding_mask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(2), double.NegativeInfinity).view(batch * _heads, length, keys);
            var weights = F.dropout(F.softmax(scores, -1), _dropout, training);
            var joined = weights.bmm(v).transpose(0, 1).contiguous().view(length, batch, _width);
            var result = ((Linear)_internal_submodules["out_proj"]).call(joined).MoveToOuterDisposeScope();
            var mean = need_weights ? weights.view(batch, _heads, length, keys).mean(new[] { 1L }).MoveToOuterDisposeScope() : null;
            return Tuple.Create(result, mean);
        }

        private Tensor Project(Tensor x, int part)
        {
            var bias = RegisteredParameter("in_proj_bias")?.narrow(0, part * _width, _width);
            var weight = RegisteredParameter("in_proj_weight") is { } all ? all.narrow(0, part * _width, _width) : RegisteredParameter("qkv"[part] + "_proj_weight");
            return F.linear(x, weight, bias);
        }

        private static Tensor Widen(Tensor mask) => mask is null ? null : F.pad(mask, new long[] { 0, 1 });
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null)
                => new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim);
        }
    }
}
