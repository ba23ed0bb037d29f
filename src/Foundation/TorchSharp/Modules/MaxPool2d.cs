using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest value under each window.</summary>
    public sealed class MaxPool2d : nn.Module<Tensor, Tensor>
    {
        private readonly long[] _kernel, _stride, _padding, _dilation;
        private readonly bool _ceil;

        internal MaxPool2d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) : base(nameof(MaxPool2d))
            => (_kernel, _stride, _padding, _dilation, _ceil) = (kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, _kernel, _stride, _padding, _dilation, _ceil);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool2d_with_indices(input, _kernel, _stride, _padding, _dilation, _ceil);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => new(Twice(kernel_size), stride is null ? null : Twice(stride.Value), Twice(padding ?? 0), Twice(dilation ?? 1), ceil_mode);

            public static MaxPool2d MaxPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false)
                => new(Two(kernel_size), stride is null ? null : Two(stride.Value), Two(padding ?? (0, 0)), Two(dilation ?? (1, 1)), ceil_mode);

            public static MaxPool2d MaxPool2d(long[] kernel_size, long[] stride = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false)
                => new(kernel_size, stride, padding, dilation, ceil_mode);

            private static long[] Twice(long n) => new[] { n, n };

            private static long[] Two((long, long) p) => new[] { p.Item1, p.Item2 };
        }
    }
}
