#pragma once
#include <cstdint>

// Multi-head attention over tensors [batch, tokens, heads, width] given by strides, the width contiguous.
// log_sums [batch, heads, tokens] are the logarithms of the softmax's denominators: all that the backward pass needs besides the
// inputs and the output, where plain operations keep the whole [batch, heads, tokens, tokens] matrix.
struct AttentionShape {
    int64_t batch;
    int64_t tokens;
    int64_t heads;
    int64_t width;
    int64_t batch_stride;  // of q, k and v, in floats
    int64_t token_stride;
    int64_t head_stride;
    int64_t out_batch_stride;  // of the output and its gradient
    int64_t out_token_stride;
    int64_t out_head_stride;
    float scale;
};

struct AttentionForward {
    const float* q;
    const float* k;
    const float* v;
    float* out;
    float* log_sums;
};

struct AttentionBackward {
    const float* q;
    const float* k;
    const float* v;
    const float* out;
    const float* log_sums;
    const float* grad_out;
    float* grad_q;
    float* grad_k;
    float* grad_v;
};

// One (image, head) at a time; scratch holds what attention_scratch says. One set of functions per instruction set.
struct AttentionKernels {
    void (*forward)(const AttentionShape&, const AttentionForward&, int64_t batch, int64_t head, float* scratch);
    void (*backward)(const AttentionShape&, const AttentionBackward&, int64_t batch, int64_t head, float* scratch);
};

extern const AttentionKernels attention_portable, attention_avx2, attention_avx512;

// Floats of scratch that one thread takes, whatever the vector width.
inline int64_t attention_scratch(int64_t tokens, int64_t width) {
    const int64_t padded_tokens = (tokens + 15) / 16 * 16, padded_width = (width + 15) / 16 * 16;
    return 2 * tokens * padded_tokens + 3 * (padded_width * padded_tokens) + 3 * tokens * padded_width + tokens + 64;
}
