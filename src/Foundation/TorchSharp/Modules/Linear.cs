using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x [*, in] -> x weightᵀ + bias [*, out].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype) : base(nameof(Linear))
        {
            weight = new Parameter(empty(outputSize, inputSize, dtype, device));
            if (hasBias) bias = new Parameter(empty(outputSize, dtype, device));
            nn.init.ResetAffine(weight, bias);
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

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device device = null, ScalarType? dtype = null)
                => new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
