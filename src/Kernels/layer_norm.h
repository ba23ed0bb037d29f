#pragma once
#include <cstdint>

namespace vtk {

// One build of layer_norm_kernel.h for an instruction set; each works on a range of rows.
struct LayerNormKernels {
    void (*forward)(const float* x, const float* weight, const float* bias, float* y, float* statistics, int64_t width, float epsilon, int64_t from,
                    int64_t to);
    void (*backward)(const float* x, const float* weight, const float* statistics, const float* gradient, float* result, float* weight_sums,
                     float* bias_sums, int64_t width, int64_t from, int64_t to);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::LayerNormKernels layer_norm; }
namespace vtk_avx2 { extern const vtk::LayerNormKernels layer_norm; }
namespace vtk_avx512 { extern const vtk::LayerNormKernels layer_norm; }
