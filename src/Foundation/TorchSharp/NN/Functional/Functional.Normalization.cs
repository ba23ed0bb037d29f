namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Over the last dimensions, whose sizes are given, of each sample.</summary>
            public static unsafe Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-05)
            {
                fixed (long* shape = normalized_shape)
                    return Made(Bridge.nn_layer_norm(input.Handle, shape, normalized_shape.Length, Optional(weight), Optional(bias), eps), input, weight, bias);
            }

            public static Tensor group_norm(Tensor input, long num_groups, Tensor weight = null, Tensor bias = null, double eps = 1e-05)
                => Made(Bridge.nn_group_norm(input.Handle, num_groups, Optional(weight), Optional(bias), eps), input, weight, bias);

            /// <summary>By the batch's own statistics in training, which also moves the running ones; by the running ones otherwise.</summary>
            public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor weight = null, Tensor bias = null, bool training = false, double momentum = 0.1, double eps = 1e-05)
                => Made(Bridge.nn_batch_norm(input.Handle, Optional(weight), Optional(bias), Optional(running_mean), Optional(running_var), training ? 1 : 0, momentum, eps), input, weight, bias, running_mean, running_var);
        }
    }
}
