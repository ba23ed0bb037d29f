using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x tanh(softplus(x)).</summary>
    public sealed class Mish : nn.Module<Tensor, Tensor>
    {
        internal Mish() : base(nameof(Mish)) { }

        public override Tensor forward(Tensor tensor) => nn.functional.Mish(tensor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Mish Mish() => new();
        }
    }
}
