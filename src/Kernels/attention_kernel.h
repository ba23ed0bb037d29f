// Attention of one head at a time, compiled once for each instruction set: the including file sets what products.h needs.
//
// Libraries compute attention as two batches of small matrix products with a softmax between them, each a pass over memory and a
// transposed copy of its inputs. Here a head's keys and values are packed once, and a block of queries stays in the cache from the
// scores to the weighted values. The scores are never written to memory in full.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "attention.h"
#include "products.h"

namespace VTK_NAMESPACE {

constexpr int64_t query_block = 48; // rows of scores that are worked on together: 48 x 200 floats fit the first-level cache

// Keys that the first rows of the queries see, and those that row number r does.
inline int64_t seen_by_rows(const vtk::AttentionSizes& s, int64_t rows) { return s.causal ? rows : s.tokens; }
inline int64_t seen_by_row(const vtk::AttentionSizes& s, int64_t r) { return s.causal ? r + 1 : s.tokens; }

void forward_head(const vtk::AttentionSizes& s, const float* qkv, float* output, float* log_sums, Workspace& workspace) {
    const int64_t stride = 3 * s.heads * s.width, out_stride = s.heads * s.width;
    const int64_t keys = padded(s.tokens), wide = padded(s.width);
    float* k = workspace.take(s.width * keys + s.tokens * wide + query_block * (keys + wide)); // [width, keys], scaled
    float* v = k + s.width * keys;                                                             // [tokens, wide]
    float* scores = v + s.tokens * wide;                                                       // [block, keys]
    float* mixed = scores + query_block * keys;                                                // [block, wide]
    pack_transposed(qkv + out_stride, stride, s.tokens, s.width, s.scale, k, keys);
    pack(qkv + 2 * out_stride, stride, s.tokens, s.width, v, wide);

    for (int64_t first = 0; first < s.tokens; first += query_block) {
        const int64_t rows = std::min(query_block, s.tokens - first);
        const int64_t visible = seen_by_rows(s, first + rows), columns = padded(visible);
        float sums[query_block];
        multiply(rows, columns, s.width, qkv + first * stride, stride, 1, k, keys, scores, keys, false);
        for (int64_t r = 0; r < rows; r++) {
            const int64_t own = seen_by_row(s, first + r);
            float* row = scores + r * keys;
            std::fill(row + own, row + columns, -INFINITY);
            Floats high = load(row);
            for (int64_t j = lanes; j < columns; j += lanes) {
                const Floats x = load(row + j);
                high = x > high ? x : high;
            }
            const float top = largest(high);
            Floats sum{};
            for (int64_t j = 0; j < columns; j += lanes) {
                const Floats p = exponential(load(row + j) - top);
                sum += p;
                store(row + j, p);
            }
            // What is not seen got e^-87, which is nothing beside the 1 of the largest score.
            std::fill(row + own, row + columns, 0.0f);
            sums[r] = total(sum);
            if (log_sums)
                log_sums[first + r] = top + std::log(sums[r]);
        }
        multiply(rows, wide, visible, scores, keys, 1, v, wide, mixed, wide, false);
        for (int64_t r = 0; r < rows; r++) {
            const float share = 1 / sums[r];
            float* target = output + (first + r) * out_stride;
            for (int64_t c = 0; c < s.width; c++)
                target[c] = mixed[r * wide + c] * share;
        }
    }
}

// With P the probabilities and dO the gradient of the output: dV = P^T dO, dP = dO V^T, dS = P (dP - rowsum(dO O)), dQ = scale dS K,
// dK = scale dS^T Q. The probabilities are computed again from the saved logarithms of their sums.
void backward_head(const vtk::AttentionSizes& s, const float* qkv, const float* output, const float* log_sums, const float* output_gradient,
                   float* gradient, Workspace& workspace) {
    const int64_t stride = 3 * s.heads * s.width, out_stride = s.heads * s.width;
    const int64_t keys = padded(s.tokens), wide = padded(s.width);
    float* kt = workspace.take(2 * s.width * keys + 3 * s.tokens * wide + query_block * (2 * keys + 3 * wide));
    float* vt = kt + s.width * keys;          // [width, keys]
    float* k = vt + s.width * keys;           // [tokens, wide]
    float* dk = k + s.tokens * wide;          // [tokens, wide]
    float* dv = dk + s.tokens * wide;         // [tokens, wide]
    float* p = dv + s.tokens * wide;          // [block, keys]
    float* ds = p + query_block * keys;       // [block, keys]
    float* q = ds + query_block * keys;       // [block, wide]
    float* d_out = q + query_block * wide;    // [block, wide]
    float* dq = d_out + query_block * wide;   // [block, wide]
    pack_transposed(qkv + out_stride, stride, s.tokens, s.width, s.scale, kt, keys);
    pack_transposed(qkv + 2 * out_stride, stride, s.tokens, s.width, 1, vt, keys);
    pack(qkv + out_stride, stride, s.tokens, s.width, k, wide);
    if (s.causal)
        std::fill(dk, dv + s.tokens * wide, 0.0f); // the first queries don't reach all of them

    for (int64_t first = 0; first < s.tokens; first += query_block) {
        const int64_t rows = std::min(query_block, s.tokens - first);
        const int64_t visible = seen_by_rows(s, first + rows), columns = padded(visible);
        const bool add = s.causal || first > 0;
        pack(qkv + first * stride, stride, rows, s.width, q, wide);
        pack(output_gradient + first * out_stride, out_stride, rows, s.width, d_out, wide);
        multiply(rows, columns, s.width, q, wide, 1, kt, keys, p, keys, false);
        multiply(rows, columns, s.width, d_out, wide, 1, vt, keys, ds, keys, false);
        for (int64_t r = 0; r < rows; r++) {
            const float* out_row = output + (first + r) * out_stride;
            float dot = 0;
            for (int64_t c = 0; c < s.width; c++)
                dot += out_row[c] * d_out[r * wide + c];
            const float log_sum = log_sums[first + r];
            float* p_row = p + r * keys;
            float* ds_row = ds + r * keys;
            for (int64_t j = 0; j < columns; j += lanes) {
                const Floats probability = exponential(load(p_row + j) - log_sum);
                store(p_row + j, probability);
                store(ds_row + j, probability * (load(ds_row + j) - dot));
            }
            const int64_t own = seen_by_row(s, first + r);
            std::fill(p_row + own, p_row + columns, 0.0f);
            std::fill(ds_row + own, ds_row + columns, 0.0f);
        }
        multiply(visible, wide, rows, p, 1, keys, d_out, wide, dv, wide, add);
        multiply(visible, wide, rows, ds, 1, keys, q, wide, dk, wide, add);
        multiply(rows, wide, visible, ds, keys, 1, k, wide, dq, wide, false);
        for (int64_t r = 0; r < rows; r++)
            for (int64_t c = 0; c < s.width; c++)
                gradient[(first + r) * stride + c] = s.scale * dq[r * wide + c];
    }
    for (int64_t n = 0; n < s.tokens; n++) {
        float* target = gradient + n * stride + out_stride;
        for (int64_t c = 0; c < s.width; c++)
            target[c] = s.scale * dk[n * wide + c];
        std::memcpy(target + out_stride, dv + n * wide, s.width * sizeof(float));
    }
}

void attention_forward(const vtk::AttentionSizes& s, const float* qkv, float* output, float* log_sums, int threads) {
    const int64_t tasks = s.batch * s.heads, image = s.tokens * s.heads * s.width;
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        static thread_local Workspace workspace;
#pragma omp for schedule(static)
        for (int64_t task = 0; task < tasks; task++) {
            const int64_t b = task / s.heads, h = task % s.heads;
            forward_head(s, qkv + 3 * b * image + h * s.width, output + b * image + h * s.width, log_sums ? log_sums + task * s.tokens : nullptr,
                         workspace);
        }
    }
}

void attention_backward(const vtk::AttentionSizes& s, const float* qkv, const float* output, const float* log_sums, const float* output_gradient,
              float* gradient, int threads) {
    const int64_t tasks = s.batch * s.heads, image = s.tokens * s.heads * s.width;
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        static thread_local Workspace workspace;
#pragma omp for schedule(static)
        for (int64_t task = 0; task < tasks; task++) {
            const int64_t b = task / s.heads, h = task % s.heads;
            backward_head(s, qkv + 3 * b * image + h * s.width, output + b * image + h * s.width, log_sums + task * s.tokens,
                          output_gradient + b * image + h * s.width, gradient + 3 * b * image + h * s.width, workspace);
        }
    }
}

extern const vtk::AttentionKernels attention;
const vtk::AttentionKernels attention = {attention_forward, attention_backward};

}  // namespace VTK_NAMESPACE
