using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Makes several dimensions of one.</summary>
    public sealed class Unflatten : nn.Module<Tensor, Tensor>
    {
        private readonly long _dim;
        private readonly long[] _unflattened_size;

        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) => (_dim, _unflattened_size) = (dim, unflattened_size);

        public override Tensor forward(Tensor tensor) => tensor.unflatten(_dim, _unflattened_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);
        }
    }
}
