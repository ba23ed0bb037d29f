using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Columns of patches put back into an image, added where they overlap.</summary>
    public sealed class Fold : nn.Module<Tensor, Tensor>
    {
        private readonly (long, long) _output;
        private readonly (long, long) _kernel;
        private readonly (long, long) _dilation;
        private readonly (long, long) _padding;
        private readonly (long, long) _stride;

        internal Fold((long, long) output, (long, long) kernel, (long, long) dilation, (long, long) padding, (long, long) stride) : base(nameof(Fold)) => (_output, _kernel, _dilation, _padding, _stride) = (output, kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.fold(tensor, _output, _kernel, _dilation, _padding, _stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(output_size, kernel_size, dilation ?? (1, 1), padding ?? (0, 0), stride ?? (1, 1));
        }
    }
}
