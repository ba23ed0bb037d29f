using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Looks up a row of the table for each index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _paddingIndex;
        private readonly double? _maxNorm;
        private readonly double _normType;
        private readonly bool _scaleByFrequency;

        internal Embedding(Parameter table, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq) : base(nameof(Embedding))
        {
            (_maxNorm, _normType, _scaleByFrequency) = (max_norm, norm_type, scale_grad_by_freq);
            // libtorch counts a negative index from the end, and -1 means none.
            _paddingIndex = padding_idx is null ? -1 : padding_idx.Value < 0 ? padding_idx.Value + table.shape[0] : padding_idx.Value;
            weight = table;
        }

        public Parameter weight
        {
            get => RegisteredParameter(nameof(weight));
            set => ReplaceRegistered(nameof(weight), value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public override Tensor forward(Tensor input)
        {
            if (_maxNorm is { } limit) nn.functional.RenormaliseRows(weight, input, limit, _normType);
            return nn.functional.Lookup(weight, input, _paddingIndex, _scaleByFrequency);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A table of normally distributed rows; the one at <paramref name="padding_idx"/> is zero and stays so.</summary>
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
            {
                var table = empty(num_embeddings, embedding_dims, device: device);
                using (no_grad()) {
                    init.normal_(table);
                    if (padding_idx is { } row) table[row].zero_();
                }
                if (dtype is { } type) table = table.to(type, disposeAfter: true);
                return new(new Parameter(table), padding_idx, max_norm, norm_type, scale_grad_by_freq);
            }

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
            {
                var table = embeddings.detach().to(dtype ?? embeddings.dtype, device ?? embeddings.device);
                return new(new Parameter(table, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq);
            }
        }
    }
}
