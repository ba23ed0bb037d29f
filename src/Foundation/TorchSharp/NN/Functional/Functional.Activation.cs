namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>x times the normal distribution function of x, exactly (with erf).</summary>
            public static Tensor gelu(Tensor x) => Made(Bridge.nn_gelu(x.Handle), x);

            public static Tensor silu(Tensor x, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_silu_(x.Handle)) : Made(Bridge.nn_silu(x.Handle), x);

            public static Tensor relu6(Tensor x, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_relu6_(x.Handle)) : Made(Bridge.nn_relu6(x.Handle), x);

            public static Tensor hardswish(Tensor input, bool inplace = false)
                => inplace ? InPlace(input, Bridge.nn_hardswish_(input.Handle)) : Made(Bridge.nn_hardswish(input.Handle), input);

            public static Tensor hardsigmoid(Tensor input, bool inplace = false)
                => inplace ? InPlace(input, Bridge.nn_hardsigmoid_(input.Handle)) : Made(Bridge.nn_hardsigmoid(input.Handle), input);

            public static Tensor selu(Tensor x, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_selu_(x.Handle)) : Made(Bridge.nn_selu(x.Handle), x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => inplace ? InPlace(input, Bridge.nn_leaky_relu_(input.Handle, negative_slope)) : Made(Bridge.nn_leaky_relu(input.Handle, negative_slope), input);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_elu_(x.Handle, alpha)) : Made(Bridge.nn_elu(x.Handle, alpha), x);

            public static Tensor celu(Tensor x, double alpha, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_celu_(x.Handle, alpha)) : Made(Bridge.nn_celu(x.Handle, alpha), x);

            internal static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false)
                => inplace ? InPlace(x, Bridge.nn_hardtanh_(x.Handle, min_val, max_val)) : Made(Bridge.nn_hardtanh(x.Handle, min_val, max_val), x);

            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => Made(Bridge.nn_softplus(x.Handle, beta, threshold), x);

            public static Tensor Mish(Tensor x) => Made(Bridge.nn_mish(x.Handle), x);

            public static Tensor logsigmoid(Tensor x) => Made(Bridge.nn_logsigmoid(x.Handle), x);

            public static Tensor glu(Tensor input, long dim = -1) => Made(Bridge.nn_glu(input.Handle, dim), input);

            public static Tensor prelu(Tensor input, Tensor weight) => Made(Bridge.nn_prelu(input.Handle, weight.Handle), input, weight);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null)
                => Made(Bridge.nn_softmax(input.Handle, dim, dtype is null ? -1 : (int)dtype.Value), input);

            public static Tensor log_softmax(Tensor x, long dim) => Made(Bridge.nn_log_softmax(x.Handle, dim, -1), x);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = -x;
                return softmax(negative, dim);
            }

            private static Tensor InPlace(Tensor x, int failed)
            {
                x.Changed(failed);
                return x.alias();
            }
        }
    }
}
