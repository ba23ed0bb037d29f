// The weight gradient of ConvMAE's convolutions: 5x5 pixels, one kernel a channel, a border of zeros (Gao et al., 2022).
//
//   x                [batch, rows, columns, channels]   what was convolved
//   output_gradient  [batch, rows, columns, channels]
//   result           [channels, 5, 5]
//
// A register of channels is a task of its own, so the result does not depend on the number of threads.
#include "depthwise.h"

#include <algorithm>

#include "cpu.h"

namespace {

const vtk::DepthwiseKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::depthwise;
        case vtk::CpuLevel::avx2: return vtk_avx2::depthwise;
#endif
        default: return vtk_portable::depthwise;
    }
}

}  // namespace

VTK_EXPORT void vtk_depthwise_weight_gradient(const float* x, const float* output_gradient, float* result, int64_t batch, int64_t rows, int64_t columns,
                                              int64_t channels, int threads) {
    const auto& k = kernels();
    const vtk::DepthwiseSizes sizes{batch, rows, columns, channels};
    const int64_t tasks = (channels + k.lanes - 1) / k.lanes;
    const int used = static_cast<int>(std::min<int64_t>(std::max(1, threads), tasks));
#pragma omp parallel for schedule(static) num_threads(used) if (used > 1)
    for (int64_t task = 0; task < tasks; task++)
        k.weight_gradient(sizes, x, output_gradient, result, task * k.lanes);
}
