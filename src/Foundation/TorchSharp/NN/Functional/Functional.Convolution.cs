namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1)
                => Convolve(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, groups);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1)
                => Convolve(input, weight, bias, strides ?? new[] { 1L, 1L }, padding ?? new[] { 0L, 0L }, dilation ?? new[] { 1L, 1L }, groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1)
                => Convolve(input, weight, bias, strides ?? new[] { 1L, 1L, 1L }, padding ?? new[] { 0L, 0L, 0L }, dilation ?? new[] { 1L, 1L, 1L }, groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1)
                => ConvolveTransposed(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { output_padding ?? 0 }, new[] { dilation ?? 1 }, groups);

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] output_padding = null, long[] dilation = null, long groups = 1)
                => ConvolveTransposed(input, weight, bias, strides ?? new[] { 1L, 1L }, padding ?? new[] { 0L, 0L }, output_padding ?? new[] { 0L, 0L }, dilation ?? new[] { 1L, 1L }, groups);

            /// <summary>A convolution over as many dimensions as there are strides.</summary>
            internal static unsafe Tensor Convolve(Tensor input, Tensor weight, Tensor bias, long[] stride, long[] padding, long[] dilation, long groups)
            {
                fixed (long* s = stride, p = padding, d = dilation)
                    return Made(Bridge.nn_conv(input.Handle, weight.Handle, Optional(bias), s, p, d, stride.Length, groups), input, weight, bias);
            }

            internal static unsafe Tensor Convolve(Tensor input, Tensor weight, Tensor bias, long[] stride, Padding padding, long[] dilation, long groups)
            {
                fixed (long* s = stride, d = dilation)
                    return Made(Bridge.nn_conv_same(input.Handle, weight.Handle, Optional(bias), s, padding == Padding.Same ? 1 : 0, d, stride.Length, groups), input, weight, bias);
            }

            internal static unsafe Tensor ConvolveTransposed(Tensor input, Tensor weight, Tensor bias, long[] stride, long[] padding, long[] outputPadding, long[] dilation, long groups)
            {
                fixed (long* s = stride, p = padding, o = outputPadding, d = dilation)
                    return Made(Bridge.nn_conv_transpose(input.Handle, weight.Handle, Optional(bias), s, p, o, d, stride.Length, groups), input, weight, bias);
            }

            /// <summary>The patches under a sliding window as columns: [N, C, H, W] -> [N, C kh kw, positions].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static unsafe Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null)
            {
                fixed (long* k = Two(kernel_size), d = Two(dilation ?? (1, 1)), p = Two(padding ?? (0, 0)), s = Two(stride ?? (1, 1)))
                    return Made(Bridge.nn_unfold(input.Handle, k, d, p, s), input);
            }

            /// <summary>Puts columns of patches back, adding where they overlap: [N, C kh kw, positions] -> [N, C, H, W].</summary>
            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => fold(input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static unsafe Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null)
            {
                fixed (long* o = Two(output_size), k = Two(kernel_size), d = Two(dilation ?? (1, 1)), p = Two(padding ?? (0, 0)), s = Two(stride ?? (1, 1)))
                    return Made(Bridge.nn_fold(input.Handle, o, k, d, p, s), input);
            }

            private static long[] Two((long, long) p) => new[] { p.Item1, p.Item2 };
        }
    }
}
