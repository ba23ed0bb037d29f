namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Twice(kernel_size), stride is null ? null : Twice(stride.Value), Twice(padding ?? 0), Twice(dilation ?? 1), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, Two(kernel_size), stride is null ? null : Two(stride.Value), Two(padding ?? (0, 0)), Two(dilation ?? (1, 1)), ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false)
            {
                var (output, indices) = max_pool2d_with_indices(input, kernel_size, strides, padding, dilation, ceil_mode);
                indices.Dispose();
                return output;
            }

            /// <summary>The largest value under each window, and where in its plane it stands.</summary>
            public static unsafe (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false)
            {
                var results = stackalloc IntPtr[2];
                fixed (long* k = kernel_size, s = strides ?? kernel_size, p = padding ?? Twice(0), d = dilation ?? Twice(1))
                    input.Changed(Bridge.nn_max_pool2d(input.Handle, k, s, p, d, ceil_mode ? 1 : 0, results));
                return (Made(results[0]), Made(results[1]));
            }

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => Made(Bridge.nn_adaptive_avg_pool1d(input.Handle, output_size), input);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => Made(Bridge.nn_adaptive_avg_pool2d(input.Handle, output_size, output_size), input);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => Made(Bridge.nn_adaptive_avg_pool2d(input.Handle, output_size.Item1, output_size.Item2), input);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Made(Bridge.nn_adaptive_avg_pool2d(input.Handle, output_size[0], output_size[1]), input);

            /// <summary>
            /// Resamples images. Internal, because the two published versions of the real package give it different signatures;
            /// the product resamples with matrices of its own.
            /// </summary>
            internal static unsafe Tensor interpolate(Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null)) throw new ArgumentException("Give either the size or the scale factors.", nameof(size));
                var input = x.shape;
                var sizes = size ?? scale_factor.Select((f, i) => (long)Math.Floor(input[i + 2] * f)).ToArray();
                fixed (long* s = sizes)
                fixed (double* f = recompute_scale_factor ? null : scale_factor)
                    return Made(Bridge.nn_interpolate(x.Handle, s, f, sizes.Length, (int)mode, align_corners is null ? -1 : align_corners.Value ? 1 : 0, antialias ? 1 : 0), x);
            }

            private static long[] Twice(long n) => new[] { n, n };
        }
    }
}
