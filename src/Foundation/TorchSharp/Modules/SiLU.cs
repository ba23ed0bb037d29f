using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x sigmoid(x).</summary>
    public sealed class SiLU : nn.Module<Tensor, Tensor>
    {
        internal SiLU() : base(nameof(SiLU)) { }

        public override string GetName() => nameof(SiLU);

        public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static SiLU SiLU() => new();
        }
    }
}
