using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x relu6(x + 3) / 6.</summary>
    public sealed class Hardswish : nn.Module<Tensor, Tensor>
    {
        private readonly bool _inplace;

        internal Hardswish(bool inplace) : base(nameof(Hardswish)) => _inplace = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.hardswish(tensor, _inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Hardswish Hardswish(bool inplace = false) => new(inplace);
        }
    }
}
