namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Targets are class indexes [N, ...] or probabilities of the input's shape [N, C, ...].</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
                => Made(Bridge.nn_cross_entropy(input.Handle, target.Handle, Optional(weight), (long)reduction, ignore_index, label_smoothing), input, target, weight);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_nll_loss(input.Handle, target.Handle, Optional(weight), (long)reduction), input, target, weight);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_mse_loss(input.Handle, target.Handle, (long)reduction), input, target);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_l1_loss(input.Handle, target.Handle, (long)reduction), input, target);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1)
                => Made(Bridge.nn_smooth_l1_loss(input.Handle, target.Handle, (long)reduction, beta), input, target);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_huber_loss(input.Handle, target.Handle, (long)reduction, delta), input, target);

            /// <summary>The input is logarithms of probabilities; so is the target unless told otherwise, unlike in PyTorch.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_kl_div(input.Handle, target.Handle, (long)reduction, log_target ? 1 : 0), input, target);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_bce(input.Handle, target.Handle, Optional(weight), (long)reduction), input, target, weight);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean, Tensor pos_weights = null)
                => Made(Bridge.nn_bce_logits(input.Handle, target.Handle, Optional(weight), Optional(pos_weights), (long)reduction), input, target, weight, pos_weights);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8)
                => Made(Bridge.nn_cosine_similarity(x1.Handle, x2.Handle, dim, eps), x1, x2);

            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => Made(Bridge.nn_cosine_embedding_loss(input1.Handle, input2.Handle, target.Handle, margin, (long)reduction), input1, input2, target);
        }
    }
}
