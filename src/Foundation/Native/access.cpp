// What a tensor is, where it lies, and its life.
#include "bridge.h"

EXPORT void tensor_dispose(at::Tensor* t) { delete t; }

// The count of dimensions; fills as many as there is room for, so that one call serves nearly every tensor.
EXPORT int tensor_sizes(Ref t, int64_t* out, int room) {
    auto s = t->sizes();
    for (int i = 0; i < (int)s.size() && i < room; i++) out[i] = s[i];
    return (int)s.size();
}
BRIDGE_ACTION(tensor_strides, (Ref t, int64_t* out), auto s = t->strides(); std::copy(s.begin(), s.end(), out))
BRIDGE_ACTION(tensor_size, (Ref t, int64_t dim, int64_t* out), *out = t->size(dim))
BRIDGE_ACTION(tensor_stride, (Ref t, int64_t dim, int64_t* out), *out = t->stride(dim))
EXPORT int tensor_ndim(Ref t) { return (int)t->dim(); }
EXPORT int64_t tensor_numel(Ref t) { return t->numel(); }
EXPORT int tensor_dtype(Ref t) { return (int)t->scalar_type(); }
EXPORT int64_t tensor_element_size(Ref t) { return (int64_t)t->itemsize(); }
EXPORT int tensor_device_type(Ref t) { return (int)t->device().type(); }
EXPORT int tensor_device_index(Ref t) { return (int)t->device().index(); }
EXPORT int tensor_is_contiguous(Ref t) { return t->is_contiguous(); }
EXPORT int tensor_is_sparse(Ref t) { return t->is_sparse(); }
EXPORT int64_t tensor_storage_offset(Ref t) { return t->storage_offset(); }
BRIDGE_ACTION(tensor_is_pinned, (Ref t, int* out), *out = t->is_pinned())
BRIDGE_ACTION(tensor_data, (Ref t, void** out), *out = t->data_ptr())

BRIDGE_TENSOR(tensor_clone, (Ref t), t->clone())
BRIDGE_TENSOR(tensor_alias, (Ref t), at::alias(*t))
BRIDGE_TENSOR(tensor_contiguous, (Ref t), t->contiguous())
BRIDGE_TENSOR(tensor_pin_memory, (Ref t), t->pin_memory())
BRIDGE_TENSOR(tensor_to_dtype, (Ref t, int dtype, int copy, int non_blocking), t->to((at::ScalarType)dtype, non_blocking != 0, copy != 0))
BRIDGE_TENSOR(tensor_to_device, (Ref t, int device, int index, int copy, int non_blocking),
    t->to(at::Device((at::DeviceType)device, (at::DeviceIndex)index), t->scalar_type(), non_blocking != 0, copy != 0))
BRIDGE_TENSOR(tensor_to, (Ref t, int dtype, int device, int index, int copy, int non_blocking),
    t->to(at::Device((at::DeviceType)device, (at::DeviceIndex)index), (at::ScalarType)dtype, non_blocking != 0, copy != 0))
BRIDGE_ACTION(tensor_copy_, (Mutable t, Ref source, int non_blocking), t->copy_(*source, non_blocking != 0))
BRIDGE_ACTION(tensor_set_, (Mutable t, Ref source), t->set_(*source))

// The value of a one-element tensor: kind and bits of a Number.
BRIDGE_ACTION(tensor_item, (Ref t, Number* out),
    at::Scalar s = t->item();
    if (s.isBoolean()) *out = { 2, s.toBool() };
    else if (s.isIntegral(false)) *out = { 0, s.toLong() };
    else { double d = s.toDouble(); out->kind = 1; std::memcpy(&out->bits, &d, sizeof d); })

// All values in logical order into memory of numel * element size bytes.
BRIDGE_ACTION(tensor_read, (Ref t, void* out),
    at::Tensor c = t->detach().cpu().contiguous(); std::memcpy(out, c.data_ptr(), c.nbytes()))
