namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Zeroes elements with probability p and scales the others by 1 / (1 - p); gives the input back outside training.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => inplace ? InPlace(input, Bridge.nn_dropout_(input.Handle, p, training ? 1 : 0)) : Made(Bridge.nn_dropout(input.Handle, p, training ? 1 : 0), input);

            /// <summary>Zeroes whole channels.</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace);

            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => FeatureDropout(input, p, training, inplace);

            private static Tensor FeatureDropout(Tensor input, double p, bool training, bool inplace)
                => inplace ? InPlace(input, Bridge.nn_feature_dropout_(input.Handle, p, training ? 1 : 0)) : Made(Bridge.nn_feature_dropout(input.Handle, p, training ? 1 : 0), input);

            /// <summary>Widens (or, by negative numbers, narrows) the last dimensions; pairs of before and after, the last dimension first.</summary>
            public static unsafe Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                // libtorch pads as many trailing dimensions as there are pairs; leading pairs of zeros may be needless but are allowed.
                fixed (long* widths = pad) return Made(Bridge.nn_pad(input.Handle, widths, pad.Length, (int)mode, value), input);
            }

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, pad.AsSpan(), mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, stackalloc[] { pad, pad }, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, stackalloc[] { pad.Item1, pad.Item2 }, mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, stackalloc[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);
        }
    }
}
