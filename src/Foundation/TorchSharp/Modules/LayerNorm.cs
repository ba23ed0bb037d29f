using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Brings the last dimensions of each sample to mean 0 and variance 1, then scales and shifts them.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private readonly long[] _shape;
        private readonly double _eps;

        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            _shape = normalized_shape;
            _eps = eps;
            if (!elementwise_affine) return;
            weight = new Parameter(ones(normalized_shape, dtype, device));
            if (bias) this.bias = new Parameter(zeros(normalized_shape, dtype, device));
        }

        public Parameter weight
        {
            get => RegisteredParameter(nameof(weight));
            set => ReplaceRegistered(nameof(weight), value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public Parameter bias
        {
            get => RegisteredParameter(nameof(bias));
            set => ReplaceRegistered(nameof(bias), value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, _shape, weight, bias, _eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(new[] { normalized_shape }, eps, elementwise_affine, bias, device, dtype);
        }
    }
}
