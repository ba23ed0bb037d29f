// Matrix products.
#include "bridge.h"

BRIDGE_TENSOR(product_matmul, (Ref a, Ref b), at::matmul(*a, *b))
BRIDGE_TENSOR(product_mm, (Ref a, Ref b), at::mm(*a, *b))
BRIDGE_TENSOR(product_bmm, (Ref a, Ref b), at::bmm(*a, *b))
BRIDGE_TENSOR(product_mv, (Ref a, Ref b), at::mv(*a, *b))
BRIDGE_TENSOR(product_dot, (Ref a, Ref b), at::dot(*a, *b))
BRIDGE_TENSOR(product_inner, (Ref a, Ref b), at::inner(*a, *b))
BRIDGE_TENSOR(product_outer, (Ref a, Ref b), at::outer(*a, *b))
BRIDGE_TENSOR(product_addmm, (Ref t, Ref a, Ref b, float beta, float alpha), at::addmm(*t, *a, *b, beta, alpha))
BRIDGE_ACTION(product_addmm_, (Mutable t, Ref a, Ref b, float beta, float alpha), t->addmm_(*a, *b, beta, alpha))
BRIDGE_TENSOR(product_addbmm, (Ref t, Ref a, Ref b, float beta, float alpha), at::addbmm(*t, *a, *b, beta, alpha))
BRIDGE_TENSOR(product_tensordot, (Ref a, Ref b, const int64_t* p, int n, const int64_t* q, int m), at::tensordot(*a, *b, sizes(p, n), sizes(q, m)))
BRIDGE_TENSOR(product_einsum, (const char* equation, Ref const* items, int64_t n), at::einsum(equation, tensors(items, n)))
BRIDGE_TENSOR(product_cdist, (Ref a, Ref b, double p, int64_t mode), at::cdist(*a, *b, p, mode))
BRIDGE_TENSOR(product_addmv, (Ref t, Ref a, Ref b, float beta, float alpha), at::addmv(*t, *a, *b, beta, alpha))
BRIDGE_TENSOR(product_addr, (Ref t, Ref a, Ref b, float beta, float alpha), at::addr(*t, *a, *b, beta, alpha))
BRIDGE_TENSOR(product_kron, (Ref a, Ref b), at::kron(*a, *b))

// The order of a norm: absent for the default, or a text such as "fro".
static at::OptionalIntArrayRef some(const int64_t* d, int n) { return n ? at::OptionalIntArrayRef(sizes(d, n)) : at::OptionalIntArrayRef(); }
BRIDGE_TENSOR(linalg_norm, (Ref t, Number order, const int64_t* d, int n, int keep), at::linalg_norm(*t, order.maybe(), some(d, n), keep != 0))
BRIDGE_TENSOR(linalg_norm_named, (Ref t, const char* order, const int64_t* d, int n, int keep), at::linalg_norm(*t, c10::string_view(order), some(d, n), keep != 0))
BRIDGE_TENSOR(linalg_inv, (Ref t), at::linalg_inv(*t))
BRIDGE_TENSOR(linalg_det, (Ref t), at::linalg_det(*t))
