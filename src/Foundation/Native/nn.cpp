// Layers without parameters: linear maps, convolutions, normalisation, activations, dropout, padding, pooling, attention.
#include "bridge.h"

BRIDGE_TENSOR(nn_linear, (Ref x, Ref weight, Ref bias), at::linear(*x, *weight, maybe(bias)))
BRIDGE_TENSOR(nn_embedding, (Ref weight, Ref indices, int64_t padding, int by_frequency), at::embedding(*weight, *indices, padding, by_frequency != 0))
BRIDGE_ACTION(nn_embedding_renorm_, (Mutable weight, Ref indices, double limit, double norm),
    at::NoGradGuard off; at::embedding_renorm_(*weight, indices->contiguous(), limit, norm))

// One entry for 1, 2 and 3 spatial dimensions; `n` numbers in each array.
BRIDGE_TENSOR(nn_conv, (Ref x, Ref weight, Ref bias, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int n, int64_t groups),
    n == 1 ? at::conv1d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(dilation, n), groups)
    : n == 2 ? at::conv2d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(dilation, n), groups)
    : at::conv3d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(dilation, n), groups))
BRIDGE_TENSOR(nn_conv_same, (Ref x, Ref weight, Ref bias, const int64_t* stride, int same, const int64_t* dilation, int n, int64_t groups),
    n == 1 ? at::conv1d(*x, *weight, maybe(bias), sizes(stride, n), same ? "same" : "valid", sizes(dilation, n), groups)
    : n == 2 ? at::conv2d(*x, *weight, maybe(bias), sizes(stride, n), same ? "same" : "valid", sizes(dilation, n), groups)
    : at::conv3d(*x, *weight, maybe(bias), sizes(stride, n), same ? "same" : "valid", sizes(dilation, n), groups))
BRIDGE_TENSOR(nn_conv_transpose, (Ref x, Ref weight, Ref bias, const int64_t* stride, const int64_t* padding, const int64_t* output_padding, const int64_t* dilation, int n, int64_t groups),
    n == 1 ? at::conv_transpose1d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(output_padding, n), groups, sizes(dilation, n))
    : n == 2 ? at::conv_transpose2d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(output_padding, n), groups, sizes(dilation, n))
    : at::conv_transpose3d(*x, *weight, maybe(bias), sizes(stride, n), sizes(padding, n), sizes(output_padding, n), groups, sizes(dilation, n)))
BRIDGE_TENSOR(nn_unfold, (Ref x, const int64_t* kernel, const int64_t* dilation, const int64_t* padding, const int64_t* stride),
    at::im2col(*x, sizes(kernel, 2), sizes(dilation, 2), sizes(padding, 2), sizes(stride, 2)))
BRIDGE_TENSOR(nn_fold, (Ref x, const int64_t* output, const int64_t* kernel, const int64_t* dilation, const int64_t* padding, const int64_t* stride),
    at::col2im(*x, sizes(output, 2), sizes(kernel, 2), sizes(dilation, 2), sizes(padding, 2), sizes(stride, 2)))

BRIDGE_TENSOR(nn_layer_norm, (Ref x, const int64_t* shape, int n, Ref weight, Ref bias, double eps),
    at::layer_norm(*x, sizes(shape, n), maybe(weight), maybe(bias), eps))
BRIDGE_TENSOR(nn_group_norm, (Ref x, int64_t groups, Ref weight, Ref bias, double eps), at::group_norm(*x, groups, maybe(weight), maybe(bias), eps))
BRIDGE_TENSOR(nn_batch_norm, (Ref x, Ref weight, Ref bias, Ref mean, Ref var, int training, double momentum, double eps),
    at::batch_norm(*x, maybe(weight), maybe(bias), maybe(mean), maybe(var), training != 0, momentum, eps, at::globalContext().userEnabledCuDNN()))

BRIDGE_TENSOR(nn_gelu, (Ref x), at::gelu(*x))
BRIDGE_TENSOR(nn_silu, (Ref x), at::silu(*x))
BRIDGE_TENSOR(nn_relu6, (Ref x), at::relu6(*x))
BRIDGE_TENSOR(nn_hardswish, (Ref x), at::hardswish(*x))
BRIDGE_TENSOR(nn_hardsigmoid, (Ref x), at::hardsigmoid(*x))
BRIDGE_TENSOR(nn_mish, (Ref x), at::mish(*x))
BRIDGE_TENSOR(nn_logsigmoid, (Ref x), at::log_sigmoid(*x))
BRIDGE_TENSOR(nn_selu, (Ref x), at::selu(*x))
BRIDGE_TENSOR(nn_leaky_relu, (Ref x, double slope), at::leaky_relu(*x, slope))
BRIDGE_TENSOR(nn_elu, (Ref x, double alpha), at::elu(*x, alpha))
BRIDGE_TENSOR(nn_celu, (Ref x, double alpha), at::celu(*x, alpha))
BRIDGE_TENSOR(nn_hardtanh, (Ref x, double low, double high), at::hardtanh(*x, low, high))
BRIDGE_TENSOR(nn_softplus, (Ref x, double beta, double threshold), at::softplus(*x, beta, threshold))
BRIDGE_TENSOR(nn_glu, (Ref x, int64_t dim), at::glu(*x, dim))
BRIDGE_TENSOR(nn_prelu, (Ref x, Ref weight), at::prelu(*x, *weight))
BRIDGE_ACTION(nn_silu_, (Mutable x), at::silu_(*x))
BRIDGE_ACTION(nn_relu6_, (Mutable x), at::relu6_(*x))
BRIDGE_ACTION(nn_hardswish_, (Mutable x), at::hardswish_(*x))
BRIDGE_ACTION(nn_hardsigmoid_, (Mutable x), at::hardsigmoid_(*x))
BRIDGE_ACTION(nn_selu_, (Mutable x), at::selu_(*x))
BRIDGE_ACTION(nn_leaky_relu_, (Mutable x, double slope), at::leaky_relu_(*x, slope))
BRIDGE_ACTION(nn_elu_, (Mutable x, double alpha), at::elu_(*x, alpha))
BRIDGE_ACTION(nn_celu_, (Mutable x, double alpha), at::celu_(*x, alpha))
BRIDGE_ACTION(nn_hardtanh_, (Mutable x, double low, double high), at::hardtanh_(*x, low, high))
BRIDGE_TENSOR(nn_softmax, (Ref x, int64_t dim, int dtype), at::softmax(*x, dim, maybe_dtype(dtype)))
BRIDGE_TENSOR(nn_log_softmax, (Ref x, int64_t dim, int dtype), at::log_softmax(*x, dim, maybe_dtype(dtype)))

BRIDGE_TENSOR(nn_dropout, (Ref x, double p, int training), at::dropout(*x, p, training != 0))
BRIDGE_ACTION(nn_dropout_, (Mutable x, double p, int training), at::dropout_(*x, p, training != 0))
BRIDGE_TENSOR(nn_feature_dropout, (Ref x, double p, int training), at::feature_dropout(*x, p, training != 0))
BRIDGE_ACTION(nn_feature_dropout_, (Mutable x, double p, int training), at::feature_dropout_(*x, p, training != 0))

static at::Tensor pad_circular(const at::Tensor& x, at::IntArrayRef widths) {
#if TORCH_VERSION_MAJOR >= 2
    return at::pad(x, widths, "circular");
#else
    return at::_pad_circular(x, widths);
#endif
}
// mode: 1 reflect, 2 replicate, 3 circular, anything else the constant value.
BRIDGE_TENSOR(nn_pad, (Ref x, const int64_t* widths, int n, int mode, double value),
    mode == 3 ? pad_circular(*x, sizes(widths, n))
    : mode == 1 ? (n == 2 ? at::reflection_pad1d(*x, sizes(widths, n)) : n == 4 ? at::reflection_pad2d(*x, sizes(widths, n)) : at::reflection_pad3d(*x, sizes(widths, n)))
    : mode == 2 ? (n == 2 ? at::replication_pad1d(*x, sizes(widths, n)) : n == 4 ? at::replication_pad2d(*x, sizes(widths, n)) : at::replication_pad3d(*x, sizes(widths, n)))
    : at::constant_pad_nd(*x, sizes(widths, n), value))

BRIDGE_ACTION(nn_max_pool2d, (Ref x, const int64_t* kernel, const int64_t* stride, const int64_t* padding, const int64_t* dilation, int ceil, at::Tensor** out),
    give(out, at::max_pool2d_with_indices(*x, sizes(kernel, 2), sizes(stride, 2), sizes(padding, 2), sizes(dilation, 2), ceil != 0)))
BRIDGE_TENSOR(nn_adaptive_avg_pool1d, (Ref x, int64_t output), at::adaptive_avg_pool1d(*x, output))
BRIDGE_TENSOR(nn_adaptive_avg_pool2d, (Ref x, int64_t height, int64_t width), at::adaptive_avg_pool2d(*x, { height, width }))

// align: -1 not said. Modes count as TorchSharp's InterpolationMode: 0 nearest, 1 linear, 2 bilinear, 3 bicubic, 5 area.
static at::Tensor interpolate(const at::Tensor& x, at::IntArrayRef size, const double* scales, int mode, int align, bool antialias) {
    int n = (int)size.size();
    bool aligned = align == 1;
    auto scale = [&](int i) { return scales ? Optional<double>(scales[i]) : Optional<double>(); };
    TORCH_CHECK(x.dim() == n + 2, "interpolate expects ", n + 2, " dimensions for ", n, " sizes, but got ", x.dim());
    if (mode == 0 && n == 1) return at::upsample_nearest1d(x, size, scale(0));
    if (mode == 0 && n == 2) return at::upsample_nearest2d(x, size, scale(0), scale(1));
    if (mode == 0 && n == 3) return at::upsample_nearest3d(x, size, scale(0), scale(1), scale(2));
    if (mode == 1 && n == 1) return at::upsample_linear1d(x, size, aligned, scale(0));
    if (mode == 2 && n == 2) return antialias ? at::_upsample_bilinear2d_aa(x, size, aligned, scale(0), scale(1)) : at::upsample_bilinear2d(x, size, aligned, scale(0), scale(1));
    if (mode == 3 && n == 2) return antialias ? at::_upsample_bicubic2d_aa(x, size, aligned, scale(0), scale(1)) : at::upsample_bicubic2d(x, size, aligned, scale(0), scale(1));
    if (mode == 5 && n == 2) return at::adaptive_avg_pool2d(x, size);
    TORCH_CHECK(false, "interpolate does not know mode ", mode, " for ", n, " sizes");
}
BRIDGE_TENSOR(nn_interpolate, (Ref x, const int64_t* size, const double* scales, int n, int mode, int align, int antialias),
    interpolate(*x, sizes(size, n), scales, mode, align, antialias != 0))

static at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const Optional<at::Tensor>& mask, double p, bool causal) {
#if TORCH_VERSION_MAJOR >= 2
    return at::scaled_dot_product_attention(q, k, v, mask, p, causal);
#else
    // 1.13 keeps it private and reads a boolean mask as "true: leave out" of a float mask, so it gets the float form.
    TORCH_CHECK(!(causal && mask.has_value()), "scaled_dot_product_attention: a mask and causal attention exclude each other");
    Optional<at::Tensor> bias = mask;
    if (mask.has_value() && mask->scalar_type() == at::kBool)
        bias = at::zeros_like(*mask, q.options()).masked_fill_(mask->logical_not(), -std::numeric_limits<double>::infinity());
    return std::get<0>(at::_scaled_dot_product_attention(q, k, v, bias, p, false, causal));
#endif
}
BRIDGE_TENSOR(nn_attention, (Ref q, Ref k, Ref v, Ref mask, double p, int causal), attention(*q, *k, *v, maybe(mask), p, causal != 0))
