using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Means over as many equal parts of the image as are wanted.</summary>
    public sealed class AdaptiveAvgPool2d : nn.Module<Tensor, Tensor>
    {
        private readonly long[] _size;

        internal AdaptiveAvgPool2d(long[] size) : base(nameof(AdaptiveAvgPool2d)) => _size = size;

        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, _size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Twice(output_size));

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Two(output_size));

            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);
        }
    }
}
