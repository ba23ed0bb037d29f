using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>[N, C, H, W] -> [N, out, H', W'].</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long inChannels, long outChannels, (long, long) kernel, (long, long) stride, (long, long) padding, Padding? paddingType, (long, long) dilation, PaddingModes mode, long groups, bool bias, Device device, ScalarType? dtype)
            : base(nameof(Conv2d), inChannels, outChannels, Pair(kernel), Pair(stride), Pair(padding), paddingType, Pair(dilation), mode, groups, bias, false, device, dtype) { }

        public Parameter weight { get => Kernel; set => Kernel = value; }

        public Parameter bias { get => Offset; set => Offset = value; }

        public override Tensor forward(Tensor input) => Convolve(input, 2);

        private static long[] Pair((long, long) p) => new[] { p.Item1, p.Item2 };
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), null, dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (0, 0), padding, (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), (0, 0), padding, dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);
        }
    }
}
