// New tensors.
#include "bridge.h"

BRIDGE_TENSOR(create_empty, (const int64_t* s, int n, Options o), o.finish(at::empty(sizes(s, n), o.value())))
BRIDGE_TENSOR(create_zeros, (const int64_t* s, int n, Options o), o.finish(at::zeros(sizes(s, n), o.value())))
BRIDGE_TENSOR(create_ones, (const int64_t* s, int n, Options o), o.finish(at::ones(sizes(s, n), o.value())))
BRIDGE_TENSOR(create_full, (const int64_t* s, int n, Number v, Options o), o.finish(at::full(sizes(s, n), v.value(), o.value())))
BRIDGE_TENSOR(create_eye, (int64_t rows, int64_t columns, Options o), o.finish(at::eye(rows, columns, o.value())))
BRIDGE_TENSOR(create_arange, (Number start, Number stop, Number step, Options o), o.finish(at::arange(start.value(), stop.value(), step.value(), o.value())))
BRIDGE_TENSOR(create_linspace, (double start, double end, int64_t steps, Options o), o.finish(at::linspace(start, end, steps, o.value())))
BRIDGE_TENSOR(create_empty_like, (Ref t, Options o), o.finish(at::empty_like(*t, o.value())))
BRIDGE_TENSOR(create_zeros_like, (Ref t, Options o), o.finish(at::zeros_like(*t, o.value())))
BRIDGE_TENSOR(create_ones_like, (Ref t, Options o), o.finish(at::ones_like(*t, o.value())))
BRIDGE_TENSOR(create_full_like, (Ref t, Number v, Options o), o.finish(at::full_like(*t, v.value(), o.value())))
BRIDGE_TENSOR(create_rand_like, (Ref t, Options o), o.finish(at::rand_like(*t, o.value())))
BRIDGE_TENSOR(create_randn_like, (Ref t, Options o), o.finish(at::randn_like(*t, o.value())))
BRIDGE_TENSOR(create_scalar, (Number v, Options o), o.finish(at::scalar_tensor(v.value(), o.value())))

// Copies the caller's memory into the tensor's own.
BRIDGE_TENSOR(create_copy, (const void* data, int dtype, const int64_t* s, int n),
    [&] { at::Tensor t = at::empty(sizes(s, n), at::TensorOptions((at::ScalarType)dtype)); std::memcpy(t.data_ptr(), data, t.nbytes()); return t; }())

// Uses the caller's memory until the last reference is gone, then tells the owner.
BRIDGE_TENSOR(create_shared, (void* data, int dtype, const int64_t* s, int n, void (*release)(void*), void* owner),
    at::from_blob(data, sizes(s, n), [release, owner](void*) { release(owner); }, at::TensorOptions((at::ScalarType)dtype)))

BRIDGE_TENSOR(create_tril_indices, (int64_t row, int64_t column, int64_t offset, Options o), at::tril_indices(row, column, offset, o.value()))
BRIDGE_TENSOR(create_triu_indices, (int64_t row, int64_t column, int64_t offset, Options o), at::triu_indices(row, column, offset, o.value()))
BRIDGE_ACTION(create_meshgrid, (Ref const* items, int64_t n, const char* indexing, List* out), give(out, at::meshgrid(tensors(items, n), indexing)))
BRIDGE_TENSOR(create_logspace, (double start, double end, int64_t steps, double root, Options o), o.finish(at::logspace(start, end, steps, root, o.value())))
BRIDGE_TENSOR(create_empty_strided, (const int64_t* s, int n, const int64_t* d, int m, Options o), o.finish(at::empty_strided(sizes(s, n), sizes(d, m), o.value())))
