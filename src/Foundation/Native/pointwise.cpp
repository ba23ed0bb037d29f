// Element by element.
#include "bridge.h"

#define UNARY(op) BRIDGE_TENSOR(op_##op, (Ref t), at::op(*t))
#define UNARY_(op) UNARY(op) BRIDGE_ACTION(op_##op##_, (Mutable t), t->op##_())
UNARY_(abs) UNARY_(acos) UNARY_(asin) UNARY_(atan) UNARY_(ceil) UNARY_(cos) UNARY_(cosh) UNARY_(erf) UNARY_(erfc) UNARY_(erfinv)
UNARY_(exp) UNARY_(exp2) UNARY_(expm1) UNARY_(floor) UNARY_(frac) UNARY_(log) UNARY_(log10) UNARY_(log1p) UNARY_(log2) UNARY_(neg)
UNARY_(reciprocal) UNARY_(relu) UNARY_(rsqrt) UNARY_(sigmoid) UNARY_(sign) UNARY_(sin) UNARY_(sinh) UNARY_(sqrt) UNARY_(square)
UNARY_(tan) UNARY_(tanh) UNARY_(trunc) UNARY_(bitwise_not) UNARY_(logical_not)
UNARY_(asinh) UNARY_(acosh) UNARY_(atanh) UNARY_(lgamma) UNARY_(digamma) UNARY_(sgn) UNARY_(deg2rad) UNARY_(rad2deg) UNARY_(sinc) 
UNARY(positive) UNARY(selu) UNARY(celu) UNARY(hardswish) UNARY(hardsigmoid) UNARY(log_sigmoid) UNARY(isposinf) UNARY(isneginf)
UNARY(isnan) UNARY(isinf) UNARY(isfinite) UNARY(signbit)
#undef UNARY

#define BINARY(op) BRIDGE_TENSOR(op_##op, (Ref a, Ref b), at::op(*a, *b))
#define BINARY_(op) BINARY(op) BRIDGE_ACTION(op_##op##_, (Mutable a, Ref b), a->op##_(*b))
#define SCALAR(op) BRIDGE_TENSOR(op_##op##_scalar, (Ref a, Number b), at::op(*a, b.value()))
#define SCALAR_(op) SCALAR(op) BRIDGE_ACTION(op_##op##_scalar_, (Mutable a, Number b), a->op##_(b.value()))
BINARY_(mul) SCALAR_(mul)
BINARY_(pow) SCALAR_(pow)
BINARY_(fmod) SCALAR_(fmod)
BINARY_(remainder) SCALAR_(remainder)
BINARY_(atan2)
BINARY_(logical_and) BINARY_(logical_or) BINARY_(logical_xor)
BINARY_(bitwise_and) BINARY_(bitwise_or) BINARY_(bitwise_xor)
BINARY_(eq) SCALAR_(eq)
BINARY_(ne) SCALAR_(ne)
BINARY_(lt) SCALAR_(lt)
BINARY_(le) SCALAR_(le)
BINARY_(gt) SCALAR_(gt)
BINARY_(ge) SCALAR_(ge)
BINARY(hypot) BINARY(copysign) BINARY(heaviside) BINARY(logaddexp) BINARY(logaddexp2) BINARY(float_power) BINARY_(xlogy) SCALAR_(xlogy) BINARY(prelu)
BINARY(maximum) BINARY(minimum) BINARY(fmax) BINARY(fmin)

BRIDGE_TENSOR(op_add, (Ref a, Ref b, Number alpha), at::add(*a, *b, alpha.value()))
BRIDGE_TENSOR(op_add_scalar, (Ref a, Number b, Number alpha), at::add(*a, b.value(), alpha.value()))
BRIDGE_ACTION(op_add_, (Mutable a, Ref b, Number alpha), a->add_(*b, alpha.value()))
BRIDGE_ACTION(op_add_scalar_, (Mutable a, Number b, Number alpha), a->add_(b.value(), alpha.value()))
BRIDGE_TENSOR(op_sub, (Ref a, Ref b), at::sub(*a, *b))
BRIDGE_TENSOR(op_sub_scalar, (Ref a, Number b), at::sub(*a, b.value()))
BRIDGE_TENSOR(op_rsub_scalar, (Ref a, Number b), at::rsub(*a, b.value()))
BRIDGE_ACTION(op_sub_, (Mutable a, Ref b), a->sub_(*b))
BRIDGE_ACTION(op_sub_scalar_, (Mutable a, Number b), a->sub_(b.value()))
BRIDGE_TENSOR(op_rpow_scalar, (Ref a, Number b), at::pow(b.value(), *a))
BRIDGE_TENSOR(op_rdiv_scalar, (Ref a, Number b), at::reciprocal(*a).mul_(b.value()))

// Rounding: 0 none, 1 towards zero, 2 down.
static Optional<c10::string_view> rounding(int mode) {
    return mode == 0 ? Optional<c10::string_view>() : Optional<c10::string_view>(mode == 1 ? "trunc" : "floor");
}
BRIDGE_TENSOR(op_div, (Ref a, Ref b, int mode), mode ? at::div(*a, *b, rounding(mode)) : at::div(*a, *b))
BRIDGE_TENSOR(op_div_scalar, (Ref a, Number b, int mode), mode ? at::div(*a, b.value(), rounding(mode)) : at::div(*a, b.value()))
BRIDGE_ACTION(op_div_, (Mutable a, Ref b, int mode), mode ? a->div_(*b, rounding(mode)) : a->div_(*b))
BRIDGE_ACTION(op_div_scalar_, (Mutable a, Number b, int mode), mode ? a->div_(b.value(), rounding(mode)) : a->div_(b.value()))

BRIDGE_TENSOR(op_addcmul, (Ref t, Ref a, Ref b, Number value), at::addcmul(*t, *a, *b, value.value()))
BRIDGE_TENSOR(op_addcdiv, (Ref t, Ref a, Ref b, Number value), at::addcdiv(*t, *a, *b, value.value()))
BRIDGE_ACTION(op_addcmul_, (Mutable t, Ref a, Ref b, Number value), t->addcmul_(*a, *b, value.value()))
BRIDGE_ACTION(op_addcdiv_, (Mutable t, Ref a, Ref b, Number value), t->addcdiv_(*a, *b, value.value()))
BRIDGE_TENSOR(op_lerp, (Ref t, Ref end, Ref weight), at::lerp(*t, *end, *weight))
BRIDGE_ACTION(op_lerp_, (Mutable t, Ref end, Ref weight), t->lerp_(*end, *weight))

BRIDGE_TENSOR(op_clamp, (Ref t, Number low, Number high), at::clamp(*t, low.maybe(), high.maybe()))
BRIDGE_TENSOR(op_clamp_tensor, (Ref t, Ref low, Ref high), at::clamp(*t, maybe(low), maybe(high)))
BRIDGE_ACTION(op_clamp_, (Mutable t, Number low, Number high), at::clamp_(*t, low.maybe(), high.maybe()))
BRIDGE_ACTION(op_clamp_tensor_, (Mutable t, Ref low, Ref high), at::clamp_(*t, maybe(low), maybe(high)))
BRIDGE_TENSOR(op_round, (Ref t, int64_t decimals), at::round(*t, decimals))
BRIDGE_ACTION(op_round_, (Mutable t, int64_t decimals), t->round_(decimals))
BRIDGE_TENSOR(op_nan_to_num, (Ref t, double nan, const double* high, const double* low),
    at::nan_to_num(*t, nan, high ? Optional<double>(*high) : Optional<double>(), low ? Optional<double>(*low) : Optional<double>()))
BRIDGE_TENSOR(op_gelu, (Ref t, int tanh), at::gelu(*t, tanh ? "tanh" : "none"))
BRIDGE_ACTION(op_gelu_, (Mutable t, int tanh), at::gelu_(*t, tanh ? "tanh" : "none"))
BRIDGE_TENSOR(op_silu, (Ref t), at::silu(*t))
BRIDGE_ACTION(op_silu_, (Mutable t), at::silu_(*t))
BRIDGE_TENSOR(op_relu6, (Ref t), at::relu6(*t))
BRIDGE_TENSOR(op_softmax, (Ref t, int64_t dim, int dtype), at::softmax(*t, dim, maybe_dtype(dtype)))
BRIDGE_TENSOR(op_log_softmax, (Ref t, int64_t dim, int dtype), at::log_softmax(*t, dim, maybe_dtype(dtype)))

BRIDGE_ACTION(op_fill_, (Mutable t, Number value), t->fill_(value.value()))
BRIDGE_ACTION(op_zero_, (Mutable t), t->zero_())
BRIDGE_TENSOR(op_isclose, (Ref a, Ref b, double rtol, double atol, int nan), at::isclose(*a, *b, rtol, atol, nan != 0))
BRIDGE_ACTION(op_allclose, (Ref a, Ref b, double rtol, double atol, int nan, int* out), *out = at::allclose(*a, *b, rtol, atol, nan != 0))
BRIDGE_ACTION(op_equal, (Ref a, Ref b, int* out), *out = at::equal(*a, *b))
BRIDGE_TENSOR(op_isin, (Ref a, Ref test, int unique, int invert), at::isin(*a, *test, unique != 0, invert != 0))
BRIDGE_TENSOR(op_leaky_relu, (Ref t, Number slope), at::leaky_relu(*t, slope.value()))
BRIDGE_TENSOR(op_elu, (Ref t, Number alpha, Number scale, Number input_scale), at::elu(*t, alpha.value(), scale.value(), input_scale.value()))
BRIDGE_TENSOR(op_hardtanh, (Ref t, Number low, Number high), at::hardtanh(*t, low.value(), high.value()))
BRIDGE_TENSOR(op_logit, (Ref t, const double* eps), at::logit(*t, eps ? Optional<double>(*eps) : Optional<double>()))
BRIDGE_ACTION(op_is_nonzero, (Ref t, int* out), *out = t->is_nonzero())
EXPORT int op_promote_types(int a, int b) { return (int)c10::promoteTypes((at::ScalarType)a, (at::ScalarType)b); }
EXPORT int op_can_cast(int from, int to) { return c10::canCast((at::ScalarType)from, (at::ScalarType)to); }
EXPORT int op_result_type(Ref a, Ref b) { return (int)at::result_type(*a, *b); }
