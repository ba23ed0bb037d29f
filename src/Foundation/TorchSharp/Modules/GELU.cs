using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x times the normal distribution function of x.</summary>
    public sealed class GELU : nn.Module<Tensor, Tensor>
    {
        internal GELU() : base(nameof(GELU)) { }

        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GELU GELU() => new();
        }
    }
}
