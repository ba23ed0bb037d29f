using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Makes one dimension of several.</summary>
    public sealed class Flatten : nn.Module<Tensor, Tensor>
    {
        private readonly long _start_dim;
        private readonly long _end_dim;

        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (_start_dim, _end_dim) = (start_dim, end_dim);

        public override Tensor forward(Tensor input) => input.flatten(_start_dim, _end_dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
        }
    }
}
