using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The logarithm of the softmax along one dimension.</summary>
    public sealed class LogSoftmax : nn.Module<Tensor, Tensor>
    {
        private readonly long _dim;

        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => _dim = dim;

        public override Tensor forward(Tensor tensor) => nn.functional.log_softmax(tensor, _dim);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}
