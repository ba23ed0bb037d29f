// Multi-head self-attention between its two projections, forwards and backwards, on the packed output of the first of them.
//
//   qkv     [batch, tokens, 3, heads, width]   queries, keys and values as one linear layer makes them
//   output  [batch, tokens, heads, width]      softmax(scale q k^T) v, as the other linear layer takes it
//   log_sums [batch, heads, tokens]            logarithm of each row's sum of exponentials, for the backward pass
//   causal                                     not 0: a token sees only itself and those before it
//
// Each head of each image is a task of its own, so the result does not depend on the number of threads.
#include "attention.h"

#include <algorithm>

#include "cpu.h"

namespace {

const vtk::AttentionKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::attention;
        case vtk::CpuLevel::avx2: return vtk_avx2::attention;
#endif
        default: return vtk_portable::attention;
    }
}

}  // namespace

VTK_EXPORT void vtk_attention_forward(const float* qkv, float* output, float* log_sums, int64_t batch, int64_t tokens, int64_t heads, int64_t width,
                                      float scale, int causal, int threads) {
    kernels().forward({batch, tokens, heads, width, scale, causal != 0}, qkv, output, log_sums, std::max(1, threads));
}

VTK_EXPORT void vtk_attention_backward(const float* qkv, const float* output, const float* log_sums, const float* output_gradient, float* gradient,
                                       int64_t batch, int64_t tokens, int64_t heads, int64_t width, float scale, int causal, int threads) {
    kernels().backward({batch, tokens, heads, width, scale, causal != 0}, qkv, output, log_sums, output_gradient, gradient, std::max(1, threads));
}
