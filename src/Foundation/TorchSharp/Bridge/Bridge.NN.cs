using System.Runtime.InteropServices;

namespace TorchSharp;

// The native functions behind nn.functional and the optimizers: nn.cpp, nn_losses.cpp and optim.cpp.
internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint nn_linear(nint x, nint weight, nint bias);
    [DllImport(Library)] internal static extern nint nn_embedding(nint weight, nint indices, long padding, int by_frequency);
    [DllImport(Library)] internal static extern int nn_embedding_renorm_(nint weight, nint indices, double limit, double norm);
    [DllImport(Library)] internal static extern nint nn_conv(nint x, nint weight, nint bias, long* stride, long* padding, long* dilation, int n, long groups);
    [DllImport(Library)] internal static extern nint nn_conv_same(nint x, nint weight, nint bias, long* stride, int same, long* dilation, int n, long groups);
    [DllImport(Library)] internal static extern nint nn_conv_transpose(nint x, nint weight, nint bias, long* stride, long* padding, long* output_padding, long* dilation, int n, long groups);
    [DllImport(Library)] internal static extern nint nn_unfold(nint x, long* kernel, long* dilation, long* padding, long* stride);
    [DllImport(Library)] internal static extern nint nn_fold(nint x, long* output, long* kernel, long* dilation, long* padding, long* stride);
    [DllImport(Library)] internal static extern nint nn_layer_norm(nint x, long* shape, int n, nint weight, nint bias, double eps);
    [DllImport(Library)] internal static extern nint nn_group_norm(nint x, long groups, nint weight, nint bias, double eps);
    [DllImport(Library)] internal static extern nint nn_batch_norm(nint x, nint weight, nint bias, nint mean, nint var, int training, double momentum, double eps);
    [DllImport(Library)] internal static extern nint nn_gelu(nint x);
    [DllImport(Library)] internal static extern nint nn_silu(nint x);
    [DllImport(Library)] internal static extern nint nn_relu6(nint x);
    [DllImport(Library)] internal static extern nint nn_hardswish(nint x);
    [DllImport(Library)] internal static extern nint nn_hardsigmoid(nint x);
    [DllImport(Library)] internal static extern nint nn_mish(nint x);
    [DllImport(Library)] internal static extern nint nn_logsigmoid(nint x);
    [DllImport(Library)] internal static extern nint nn_selu(nint x);
    [DllImport(Library)] internal static extern nint nn_leaky_relu(nint x, double slope);
    [DllImport(Library)] internal static extern nint nn_elu(nint x, double alpha);
    [DllImport(Library)] internal static extern nint nn_celu(nint x, double alpha);
    [DllImport(Library)] internal static extern int nn_celu_(nint x, double alpha);
    [DllImport(Library)] internal static extern nint nn_hardtanh(nint x, double low, double high);
    [DllImport(Library)] internal static extern int nn_hardtanh_(nint x, double low, double high);
    [DllImport(Library)] internal static extern nint nn_softplus(nint x, double beta, double threshold);
    [DllImport(Library)] internal static extern nint nn_glu(nint x, long dim);
    [DllImport(Library)] internal static extern nint nn_prelu(nint x, nint weight);
    [DllImport(Library)] internal static extern int nn_silu_(nint x);
    [DllImport(Library)] internal static extern int nn_relu6_(nint x);
    [DllImport(Library)] internal static extern int nn_hardswish_(nint x);
    [DllImport(Library)] internal static extern int nn_hardsigmoid_(nint x);
    [DllImport(Library)] internal static extern int nn_selu_(nint x);
    [DllImport(Library)] internal static extern int nn_leaky_relu_(nint x, double slope);
    [DllImport(Library)] internal static extern int nn_elu_(nint x, double alpha);
    [DllImport(Library)] internal static extern nint nn_softmax(nint x, long dim, int dtype);
    [DllImport(Library)] internal static extern nint nn_log_softmax(nint x, long dim, int dtype);
    [DllImport(Library)] internal static extern nint nn_dropout(nint x, double p, int training);
    [DllImport(Library)] internal static extern int nn_dropout_(nint x, double p, int training);
    [DllImport(Library)] internal static extern nint nn_feature_dropout(nint x, double p, int training);
    [DllImport(Library)] internal static extern int nn_feature_dropout_(nint x, double p, int training);
    [DllImport(Library)] internal static extern nint nn_pad(nint x, long* widths, int n, int mode, double value);
    [DllImport(Library)] internal static extern int nn_max_pool2d(nint x, long* kernel, long* stride, long* padding, long* dilation, int ceil, nint* results);
    [DllImport(Library)] internal static extern nint nn_adaptive_avg_pool1d(nint x, long output);
    [DllImport(Library)] internal static extern nint nn_adaptive_avg_pool2d(nint x, long height, long width);
    [DllImport(Library)] internal static extern nint nn_interpolate(nint x, long* size, double* scales, int n, int mode, int align, int antialias);
    [DllImport(Library)] internal static extern nint nn_attention(nint q, nint k, nint v, nint mask, double p, int causal);

    [DllImport(Library)] internal static extern nint nn_cross_entropy(nint x, nint target, nint weight, long reduction, long ignore, double smoothing);
    [DllImport(Library)] internal static extern nint nn_nll_loss(nint x, nint target, nint weight, long reduction);
    [DllImport(Library)] internal static extern nint nn_mse_loss(nint x, nint target, long reduction);
    [DllImport(Library)] internal static extern nint nn_l1_loss(nint x, nint target, long reduction);
    [DllImport(Library)] internal static extern nint nn_smooth_l1_loss(nint x, nint target, long reduction, double beta);
    [DllImport(Library)] internal static extern nint nn_huber_loss(nint x, nint target, long reduction, double delta);
    [DllImport(Library)] internal static extern nint nn_kl_div(nint x, nint target, long reduction, int logarithms);
    [DllImport(Library)] internal static extern nint nn_bce(nint x, nint target, nint weight, long reduction);
    [DllImport(Library)] internal static extern nint nn_bce_logits(nint x, nint target, nint weight, nint positive, long reduction);
    [DllImport(Library)] internal static extern nint nn_cosine_similarity(nint a, nint b, long dim, double eps);
    [DllImport(Library)] internal static extern nint nn_cosine_embedding_loss(nint a, nint b, nint target, double margin, long reduction);
    [DllImport(Library)] internal static extern nint nn_one_hot(nint x, long classes);

    [DllImport(Library)] internal static extern int optim_adam(nint* parameters, nint* gradients, nint* averages, nint* squares, nint* maxima, long* steps, long count, double rate, double beta1, double beta2, double eps, double decay, int decoupled, int amsgrad, int maximize);
    [DllImport(Library)] internal static extern int optim_sgd(nint* parameters, nint* gradients, nint* momenta, nint* fresh, long count, double rate, double momentum, double dampening, double decay, int nesterov, int maximize);
    [DllImport(Library)] internal static extern int optim_total_norm(nint* gradients, long count, double order, double* results);
}
