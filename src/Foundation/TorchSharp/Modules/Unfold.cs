using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The patches under a sliding window as columns.</summary>
    public sealed class Unfold : nn.Module<Tensor, Tensor>
    {
        private readonly (long, long) _kernel;
        private readonly (long, long) _dilation;
        private readonly (long, long) _padding;
        private readonly (long, long) _stride;

        internal Unfold((long, long) kernel, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Unfold)) => (_kernel, _dilation, _padding, _stride) = (kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, _kernel, _dilation, _padding, _stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));
        }
    }
}
