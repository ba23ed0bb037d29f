using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Zeroes whole channels with probability p in training.</summary>
    public sealed class Dropout2d : nn.Module<Tensor, Tensor>
    {
        private readonly double _p;
        private readonly bool _inplace;

        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (_p, _inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => nn.functional.dropout2d(input, _p, training, _inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}
