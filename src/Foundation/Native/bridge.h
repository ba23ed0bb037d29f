// The convention of every export, in one place.
//
// * A tensor is a heap-allocated at::Tensor; managed code owns the pointer and hands it back to tensor_dispose.
// * An export that makes a tensor returns it, or null when it failed. Every other one returns 0, or 1 when it failed.
// * No exception leaves the library: the message is kept per thread and fetched with bridge_last_error.
// * Sizes are (pointer, count) pairs, absent tensors null, an absent dtype -1, a scalar the two words of Number.
#pragma once
#include <ATen/ATen.h>
#include <torch/version.h>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>

#define EXPORT extern "C" __attribute__((visibility("default")))

// One export each: BRIDGE_TENSOR(name, (parameters), expression giving a tensor), BRIDGE_ACTION(name, (parameters), statements).
#define BRIDGE_TENSOR(name, parameters, ...) EXPORT at::Tensor* name parameters { return made([&]() -> at::Tensor { return __VA_ARGS__; }); }
#define BRIDGE_ACTION(name, parameters, ...) EXPORT int name parameters { return done([&] { __VA_ARGS__; }); }

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 5)
template <class T> using Optional = std::optional<T>;
#else
template <class T> using Optional = c10::optional<T>;
#endif

using Ref = const at::Tensor*;
using Mutable = at::Tensor*;

void remember_exception() noexcept;
int cuda_devices() noexcept;

template <class F> at::Tensor* made(F&& make) noexcept {
    try { return new at::Tensor(make()); } catch (...) { remember_exception(); return nullptr; }
}

template <class F> int done(F&& act) noexcept {
    try { act(); return 0; } catch (...) { remember_exception(); return 1; }
}

// A scalar by value: 0 integer, 1 floating point (the bits of a double), 2 boolean; -1 absent.
struct Number {
    int64_t kind, bits;
    double real() const { double d; std::memcpy(&d, &bits, sizeof d); return d; }
    at::Scalar value() const { return kind == 1 ? at::Scalar(real()) : kind == 2 ? at::Scalar(bits != 0) : at::Scalar(bits); }
    Optional<at::Scalar> maybe() const { return kind < 0 ? Optional<at::Scalar>() : Optional<at::Scalar>(value()); }
};

// What a new tensor should be; -1 leaves dtype or device to libtorch.
struct Options {
    int32_t dtype, device, index, requires_grad;
    at::TensorOptions value() const {
        at::TensorOptions o;
        if (dtype >= 0) o = o.dtype((at::ScalarType)dtype);
        if (device >= 0) o = o.device(at::Device((at::DeviceType)device, (at::DeviceIndex)index));
        return o;
    }
    at::Tensor finish(at::Tensor t) const { if (requires_grad) t.set_requires_grad(true); return t; }
};

inline at::IntArrayRef sizes(const int64_t* p, int n) { return at::IntArrayRef(p, (size_t)n); }
inline Optional<at::Tensor> maybe(Ref t) { return t ? Optional<at::Tensor>(*t) : Optional<at::Tensor>(); }
inline Optional<at::ScalarType> maybe_dtype(int t) { return t < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>((at::ScalarType)t); }
inline Optional<at::Generator> maybe_generator(const at::Generator* g) { return g ? Optional<at::Generator>(*g) : Optional<at::Generator>(); }
inline at::Tensor or_undefined(Ref t) { return t ? *t : at::Tensor(); }

inline std::vector<at::Tensor> tensors(Ref const* p, int64_t n) {
    std::vector<at::Tensor> v;
    v.reserve((size_t)n);
    for (int64_t i = 0; i < n; i++) v.push_back(or_undefined(p[i]));
    return v;
}

// Several tensors back: managed code takes the handles and frees the array with bridge_free. Undefined ones come as null.
struct List { at::Tensor** items; int64_t count; };

inline at::Tensor* hand_over(const at::Tensor& t) { return t.defined() ? new at::Tensor(t) : nullptr; }

inline void give(List* out, at::ArrayRef<at::Tensor> v) {
    out->items = (at::Tensor**)std::malloc(sizeof(at::Tensor*) * (v.size() + 1));
    out->count = (int64_t)v.size();
    for (size_t i = 0; i < v.size(); i++) out->items[i] = hand_over(v[i]);
}

inline void give(at::Tensor** out, const std::tuple<at::Tensor, at::Tensor>& t) {
    out[0] = hand_over(std::get<0>(t));
    out[1] = hand_over(std::get<1>(t));
}

inline void give(at::Tensor** out, const std::tuple<at::Tensor, at::Tensor, at::Tensor>& t) {
    out[0] = hand_over(std::get<0>(t));
    out[1] = hand_over(std::get<1>(t));
    out[2] = hand_over(std::get<2>(t));
}
