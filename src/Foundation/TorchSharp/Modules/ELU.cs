using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where it is positive, alpha (exp(x) - 1) elsewhere.</summary>
    public sealed class ELU : nn.Module<Tensor, Tensor>
    {
        private readonly double _alpha;
        private readonly bool _inplace;

        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (_alpha, _inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, _alpha, _inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);
        }
    }
}
