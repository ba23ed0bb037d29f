// Layer normalisation (Ba, Kiros and Hinton, 2016) over the last dimension, and its gradients.
//
//   x, y [rows, width]   weight, bias [width]   statistics [rows, 2]: mean and 1 / sqrt(variance + epsilon), for the backward pass
#include "layer_norm.h"

#include <algorithm>
#include <vector>

#include "cpu.h"

namespace {

const vtk::LayerNormKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::layer_norm;
        case vtk::CpuLevel::avx2: return vtk_avx2::layer_norm;
#endif
        default: return vtk_portable::layer_norm;
    }
}

constexpr int64_t worth_threads = 1 << 15; // numbers below which waking a second thread costs more than it saves
constexpr int64_t shares = 16;             // of the rows, each with sums of its own: always as many, so that the order of sums is always the same

int useful(int64_t rows, int64_t width, int threads) {
    return rows * width < worth_threads ? 1 : static_cast<int>(std::min<int64_t>(std::max(1, threads), shares));
}

template <class Function>
void in_shares(int64_t rows, int threads, Function f) {
#pragma omp parallel for schedule(static) num_threads(threads) if (threads > 1)
    for (int64_t share = 0; share < shares; share++)
        f(share, rows * share / shares, rows * (share + 1) / shares);
}

}  // namespace

// statistics may be null.
VTK_EXPORT void vtk_layer_norm_forward(const float* x, const float* weight, const float* bias, float* y, float* statistics, int64_t rows, int64_t width,
                                       float epsilon, int threads) {
    const auto& k = kernels();
    in_shares(rows, useful(rows, width, threads),
              [&](int64_t, int64_t from, int64_t to) { k.forward(x, weight, bias, y, statistics, width, epsilon, from, to); });
}

VTK_EXPORT void vtk_layer_norm_backward(const float* x, const float* weight, const float* statistics, const float* gradient, float* result,
                                        float* weight_result, float* bias_result, int64_t rows, int64_t width, int threads) {
    const auto& k = kernels();
    std::vector<float> sums(2 * shares * width);
    in_shares(rows, useful(rows, width, threads), [&](int64_t share, int64_t from, int64_t to) {
        float* own = sums.data() + 2 * share * width;
        k.backward(x, weight, statistics, gradient, result, own, own + width, width, from, to);
    });
    std::fill(weight_result, weight_result + width, 0.0f);
    std::fill(bias_result, bias_result + width, 0.0f);
    for (int64_t share = 0; share < shares; share++) {
        for (int64_t c = 0; c < width; c++) {
            weight_result[c] += sums[2 * share * width + c];
            bias_result[c] += sums[(2 * share + 1) * width + c];
        }
    }
}
