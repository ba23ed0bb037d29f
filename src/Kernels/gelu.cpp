// GELU (Hendrycks and Gimpel, 2016), x Phi(x) with the exact error function, and its gradient: one pass over memory each.
// Beside it x sigmoid(1.702 x), which OpenAI's CLIP has in its place.
#include "gelu.h"

#include <algorithm>

#include "cpu.h"

namespace {

const vtk::GeluKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::gelu;
        case vtk::CpuLevel::avx2: return vtk_avx2::gelu;
#endif
        default: return vtk_portable::gelu;
    }
}

constexpr int64_t piece = 1 << 14; // elements a thread takes at a time

template <class Function>
void in_pieces(int64_t count, int threads, Function f) {
    const int64_t pieces = (count + piece - 1) / piece;
    const int used = static_cast<int>(std::min<int64_t>(std::max(1, threads), pieces));
#pragma omp parallel for schedule(static) num_threads(used) if (used > 1)
    for (int64_t p = 0; p < pieces; p++)
        f(p * piece, std::min(count, (p + 1) * piece));
}

}  // namespace

// y may be x.
VTK_EXPORT void vtk_gelu_forward(const float* x, float* y, int64_t count, int threads) {
    const auto& k = kernels();
    in_pieces(count, threads, [&](int64_t from, int64_t to) { k.forward(x, y, from, to); });
}

VTK_EXPORT void vtk_gelu_backward(const float* x, const float* gradient, float* result, int64_t count, int threads) {
    const auto& k = kernels();
    in_pieces(count, threads, [&](int64_t from, int64_t to) { k.backward(x, gradient, result, from, to); });
}

// The function once more and the gradient, which may take the place of the one above it.
VTK_EXPORT void vtk_gelu_again(const float* x, const float* gradient, float* y, float* result, int64_t count, int threads) {
    const auto& k = kernels();
    in_pieces(count, threads, [&](int64_t from, int64_t to) { k.again(x, gradient, y, result, from, to); });
}

// y may be x.
VTK_EXPORT void vtk_quick_gelu_forward(const float* x, float* y, int64_t count, int threads) {
    const auto& k = kernels();
    in_pieces(count, threads, [&](int64_t from, int64_t to) { k.quick_forward(x, y, from, to); });
}

VTK_EXPORT void vtk_quick_gelu_backward(const float* x, const float* gradient, float* result, int64_t count, int threads) {
    const auto& k = kernels();
    in_pieces(count, threads, [&](int64_t from, int64_t to) { k.quick_backward(x, gradient, result, from, to); });
}
