using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x where it is positive, a fraction of it elsewhere.</summary>
    public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
    {
        private readonly double _negative_slope;
        private readonly bool _inplace;

        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (_negative_slope, _inplace) = (negative_slope, inplace);

        public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, _negative_slope, _inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
        }
    }
}
