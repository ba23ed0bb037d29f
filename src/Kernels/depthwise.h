#pragma once
#include <cstdint>

namespace vtk {

// Maps with their channels last: [batch, rows, columns, channels].
struct DepthwiseSizes {
    int64_t batch;
    int64_t rows;
    int64_t columns;
    int64_t channels;
};

constexpr int depthwise_side = 5;

// One build of depthwise_kernel.h for an instruction set; each call works on a register of channels, from one that lanes divides.
struct DepthwiseKernels {
    int64_t lanes;
    void (*weight_gradient)(const DepthwiseSizes&, const float* x, const float* output_gradient, float* result, int64_t channel);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::DepthwiseKernels depthwise; }
namespace vtk_avx2 { extern const vtk::DepthwiseKernels depthwise; }
namespace vtk_avx512 { extern const vtk::DepthwiseKernels depthwise; }
