// Multi-head attention within windows of a map (Liu et al., "Swin Transformer", 2021, and "Swin Transformer V2", 2022), forwards and
// backwards, on the packed output of the projection to queries, keys and values.
//
//   qkv     [images, windows * tokens, 3, heads, width]   of each patch
//   places  [windows, tokens]            which patch of its image stands where in the windows, so that a map need not be cut, rolled and
//                                        joined; each patch stands in one place. Null: the patches come window by window
//   bias    [heads, tokens, tokens]      added to the scores
//   mask    [windows, tokens, tokens]    added to the scores too; or null
//   scales  [heads]                      what products of queries and keys are multiplied by
//   cosine                               not 0: queries and keys are divided by their lengths first (V2)
//   output  [images, windows * tokens, heads, width]      softmax(scale q k^T + bias + mask) v, each patch at its place in qkv
//
// Sums over windows are made in pieces that don't depend on the number of threads, so neither do results.
#include "window_attention.h"

#include <algorithm>

#include "cpu.h"

namespace {

const vtk::WindowAttentionKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::window_attention;
        case vtk::CpuLevel::avx2: return vtk_avx2::window_attention;
#endif
        default: return vtk_portable::window_attention;
    }
}

}  // namespace

VTK_EXPORT void vtk_window_attention_forward(const float* qkv, const int64_t* places, const float* bias, const float* mask, const float* scales,
                                             float* output, int64_t images, int64_t windows, int64_t tokens, int64_t heads, int64_t width, int cosine,
                                             int threads) {
    kernels().forward({images, windows, tokens, heads, width, cosine != 0}, {qkv, places, bias, mask, scales}, output, std::max(1, threads));
}

VTK_EXPORT void vtk_window_attention_backward(const float* qkv, const int64_t* places, const float* bias, const float* mask, const float* scales,
                                              const float* output_gradient, float* gradient, float* bias_gradient, float* scales_gradient,
                                              int64_t images, int64_t windows, int64_t tokens, int64_t heads, int64_t width, int cosine, int threads) {
    kernels().backward({images, windows, tokens, heads, width, cosine != 0}, {qkv, places, bias, mask, scales}, output_gradient,
                       {gradient, bias_gradient, scales_gradient}, std::max(1, threads));
}
