using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The gradient of a convolution used as a layer: [N, C, H, W] -> [N, out, larger H, larger W].</summary>
    public sealed class ConvTranspose2d : Convolution
    {
        private readonly long[] _outputPadding;

        internal ConvTranspose2d(long inChannels, long outChannels, (long, long) kernel, (long, long) stride, (long, long) padding, (long, long) outputPadding, (long, long) dilation, PaddingModes mode, long groups, bool bias, Device device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), inChannels, outChannels, Pair(kernel), Pair(stride), Pair(padding), null, Pair(dilation), mode, groups, bias, true, device, dtype)
            => _outputPadding = Pair(outputPadding);

        public Parameter weight { get => Kernel; set => Kernel = value; }

        public Parameter bias { get => Offset; set => Offset = value; }

        public override Tensor forward(Tensor input) => ConvolveTransposed(input, _outputPadding);

        private static long[] Pair((long, long) p) => new[] { p.Item1, p.Item2 };
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (output_padding, output_padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null)
                => new(in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), output_padding ?? (0, 0), dilation ?? (1, 1), padding_mode, groups, bias, device, dtype);
        }
    }
}
