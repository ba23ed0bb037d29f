#pragma once
#include <cstdint>

namespace vtk {

struct WindowAttentionSizes {
    int64_t images;
    int64_t windows; // of an image
    int64_t tokens;  // of a window
    int64_t heads;
    int64_t width;   // of a head
    bool cosine;     // whether scores are made of queries and keys of length 1
};

struct WindowAttentionInputs {
    const float* qkv;
    const int64_t* places; // or null: window by window
    const float* bias;
    const float* mask;     // or null
    const float* scales;
};

struct WindowAttentionGradients {
    float* qkv;
    float* bias;
    float* scales;
};

// One build of window_attention_kernel.h for an instruction set.
struct WindowAttentionKernels {
    void (*forward)(const WindowAttentionSizes&, const WindowAttentionInputs&, float* output, int threads);
    void (*backward)(const WindowAttentionSizes&, const WindowAttentionInputs&, const float* output_gradient, const WindowAttentionGradients&, int threads);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::WindowAttentionKernels window_attention; }
namespace vtk_avx2 { extern const vtk::WindowAttentionKernels window_attention; }
namespace vtk_avx512 { extern const vtk::WindowAttentionKernels window_attention; }
