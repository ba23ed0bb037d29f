#pragma once
#include <cstdint>

namespace vtk {

struct AttentionSizes {
    int64_t batch;
    int64_t tokens;
    int64_t heads;
    int64_t width; // of a head
    float scale;
    bool causal;   // whether a token sees only itself and those before it
};

// One build of attention_kernel.h for an instruction set.
struct AttentionKernels {
    void (*forward)(const AttentionSizes&, const float* qkv, float* output, float* log_sums, int threads);
    void (*backward)(const AttentionSizes&, const float* qkv, const float* output, const float* log_sums, const float* output_gradient,
                     float* gradient, int threads);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::AttentionKernels attention; }
namespace vtk_avx2 { extern const vtk::AttentionKernels attention; }
namespace vtk_avx512 { extern const vtk::AttentionKernels attention; }
