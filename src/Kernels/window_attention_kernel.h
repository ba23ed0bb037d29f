// Attention of one head in one window at a time, compiled once for each instruction set: the including file sets what products.h needs.
//
// Libraries roll the map, cut it into windows, transpose queries, keys and values, and pass over the scores again and again: to add the
// bias, to add the mask, to normalise. A window is small: here all of that happens while it lies in the cache, and its patches are fetched
// from and returned to where they are in the map. The backward pass makes the scores anew; keeping them would take longer.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "products.h"
#include "window_attention.h"

namespace VTK_NAMESPACE {

constexpr int64_t most_rows = 66;   // of scores that are worked on together: the usual windows of 49 and 64 patches as a whole
constexpr int64_t least_tasks = 32; // that the windows are summed up in

// One head in one window.
struct WindowTask {
    const vtk::WindowAttentionSizes& s;
    const vtk::WindowAttentionInputs& in;
    int64_t window; // of all images
    int64_t head;

    int64_t patch(int64_t token) const {
        const int64_t count = s.windows * s.tokens, image = window / s.windows, first = window % s.windows * s.tokens;
        return image * count + (in.places ? in.places[first + token] : first + token);
    }

    // Where a patch's queries begin; its keys and values are one and two rows of all heads further.
    int64_t packed(int64_t token) const { return (patch(token) * 3 * s.heads + head) * s.width; }
    int64_t mixed(int64_t token) const { return (patch(token) * s.heads + head) * s.width; }
    int64_t row() const { return s.heads * s.width; }

    const float* bias() const { return in.bias + head * s.tokens * s.tokens; }
    const float* mask() const { return in.mask ? in.mask + window % s.windows * s.tokens * s.tokens : nullptr; }
};

// Rows of the blocks that the scores are cut into, as even as whole tiles make them.
inline int64_t rows_of_block(int64_t tokens) {
    const int64_t blocks = (tokens + most_rows - 1) / most_rows, rows = (tokens + blocks - 1) / blocks;
    return (rows + tile_rows - 1) / tile_rows * tile_rows;
}

// A row of a head's width, padded to whole registers; short as it is, a call to copy it would take longer.
inline void copy_padded(const float* from, float* to, int64_t width) {
    int64_t c = 0;
    for (; c + lanes <= width; c += lanes)
        store(to + c, load(from + c));
    if (c < width)
        store(to + c, load_part(from + c, width - c));
}

// The head's part of each patch: target[token] = source[patch], whose rows begin `part` rows of all heads after the queries.
void gather(const WindowTask& t, int64_t part, float* target, int64_t row) {
    for (int64_t n = 0; n < t.s.tokens; n++)
        copy_padded(t.in.qkv + t.packed(n) + part * t.row(), target + n * row, t.s.width);
}

inline float dot(const float* a, const float* b, int64_t width) { // of whole registers
    Floats sum{};
    for (int64_t c = 0; c < width; c += lanes)
        sum += load(a + c) * load(b + c);
    return total(sum);
}

// Divides rows by their lengths, which may be 0, and keeps what they were multiplied by.
void normalise(int64_t tokens, int64_t width, float* rows, float* factors) {
    for (int64_t n = 0; n < tokens; n++) {
        float* x = rows + n * width;
        factors[n] = 1 / std::max(std::sqrt(dot(x, x, width)), 1e-12f);
        for (int64_t c = 0; c < width; c += lanes)
            store(x + c, load(x + c) * factors[n]);
    }
}

// Scores of some rows become probabilities, but for a factor: returned are the reciprocals of the sums.
void weigh(const WindowTask& t, int64_t first, int64_t rows, float* scores, int64_t keys, float* shares) {
    const int64_t tokens = t.s.tokens, whole = tokens / lanes * lanes;
    for (int64_t r = 0; r < rows; r++) {
        float* row = scores + r * keys;
        const float* bias = t.bias() + (first + r) * tokens;
        const float* mask = t.mask() ? t.mask() + (first + r) * tokens : nullptr;
        Floats high = broadcast(-INFINITY);
        for (int64_t j = 0; j < whole; j += lanes) {
            const Floats x = mask ? load(row + j) + load(bias + j) + load(mask + j) : load(row + j) + load(bias + j);
            high = x > high ? x : high;
            store(row + j, x);
        }
        if (whole < keys) {
            for (int64_t j = whole; j < tokens; j++)
                row[j] += mask ? bias[j] + mask[j] : bias[j];
            std::fill(row + tokens, row + keys, -INFINITY);
            const Floats x = load(row + whole);
            high = x > high ? x : high;
        }
        const float top = largest(high);
        Floats sum{};
        for (int64_t j = 0; j < keys; j += lanes) {
            const Floats p = exponential(load(row + j) - top);
            sum += p;
            store(row + j, p);
        }
        // What is beyond the window got e^-87, which is nothing beside the 1 of the largest score.
        std::fill(row + tokens, row + keys, 0.0f);
        shares[r] = 1 / total(sum);
    }
}

void forward_window(const WindowTask& t, float* output, Workspace& workspace) {
    const int64_t tokens = t.s.tokens, width = t.s.width, keys = padded(tokens), wide = padded(width), block = rows_of_block(tokens);
    float* kt = workspace.take(wide * keys + 3 * tokens * wide + block * (keys + wide) + tokens); // [width, keys]
    float* q = kt + wide * keys;                                                                   // [tokens, wide]
    float* k = q + tokens * wide;                                                                  // [tokens, wide]
    float* v = k + tokens * wide;                                                                  // [tokens, wide]
    float* scores = v + tokens * wide;                                                             // [block, keys]
    float* mixed = scores + block * keys;                                                          // [block, wide]
    float* factors = mixed + block * wide;
    gather(t, 0, q, wide);
    gather(t, 1, k, wide);
    gather(t, 2, v, wide);
    if (t.s.cosine) {
        normalise(tokens, wide, q, factors);
        normalise(tokens, wide, k, factors);
    }
    pack_transposed(k, wide, tokens, width, t.in.scales[t.head], kt, keys);

    for (int64_t first = 0; first < tokens; first += block) {
        const int64_t rows = std::min(block, tokens - first);
        float shares[most_rows];
        multiply(rows, keys, width, q + first * wide, wide, 1, kt, keys, scores, keys, false);
        weigh(t, first, rows, scores, keys, shares);
        multiply(rows, wide, tokens, scores, keys, 1, v, wide, mixed, wide, false);
        for (int64_t r = 0; r < rows; r++) {
            float* target = output + t.mixed(first + r);
            for (int64_t c = 0; c < width; c++)
                target[c] = mixed[r * wide + c] * shares[r];
        }
    }
}

// The gradient of rows before they were divided by their lengths, where x has length 1 and g is the gradient beside it.
inline void through_length(int64_t width, const float* x, float* g, float factor) {
    // Below the least length they were multiplied by a constant.
    const float along = factor < 1e12f ? dot(x, g, width) : 0;
    for (int64_t c = 0; c < width; c += lanes)
        store(g + c, (load(g + c) - load(x + c) * along) * factor);
}

// With P the probabilities and dO the gradient of the output: dV = P^T dO, dP = dO V^T, dS = P (dP - rowsum(P dP)), dQ = scale dS K,
// dK = scale dS^T Q. The gradients of bias and scale are added to what is there.
void backward_window(const WindowTask& t, const float* output_gradient, float* gradient, float* bias_gradient, float& scale_gradient,
                     Workspace& workspace) {
    const int64_t tokens = t.s.tokens, width = t.s.width, keys = padded(tokens), wide = padded(width), block = rows_of_block(tokens);
    const float scale = t.in.scales[t.head];
    float* kt = workspace.take(2 * wide * keys + 7 * tokens * wide + 2 * block * keys + 2 * tokens);
    float* vt = kt + wide * keys;              // [width, keys]
    float* q = vt + wide * keys;               // [tokens, wide]
    float* k = q + tokens * wide;              // [tokens, wide]
    float* d_out = k + tokens * wide;          // [tokens, wide]
    float* dq = d_out + tokens * wide;         // [tokens, wide]
    float* dk = dq + tokens * wide;            // [tokens, wide]
    float* dv = dk + tokens * wide;            // [tokens, wide]
    float* v = dv + tokens * wide;             // [tokens, wide]
    float* p = v + tokens * wide;              // [block, keys]
    float* ds = p + block * keys;              // [block, keys]
    float* q_factors = ds + block * keys;
    float* k_factors = q_factors + tokens;
    gather(t, 0, q, wide);
    gather(t, 1, k, wide);
    gather(t, 2, v, wide);
    for (int64_t n = 0; n < tokens; n++)
        copy_padded(output_gradient + t.mixed(n), d_out + n * wide, width);
    if (t.s.cosine) {
        normalise(tokens, wide, q, q_factors);
        normalise(tokens, wide, k, k_factors);
    }
    pack_transposed(k, wide, tokens, width, scale, kt, keys);
    pack_transposed(v, wide, tokens, width, 1, vt, keys);

    for (int64_t first = 0; first < tokens; first += block) {
        const int64_t rows = std::min(block, tokens - first);
        const bool add = first > 0;
        float shares[most_rows];
        multiply(rows, keys, width, q + first * wide, wide, 1, kt, keys, p, keys, false);
        weigh(t, first, rows, p, keys, shares);
        multiply(rows, keys, width, d_out + first * wide, wide, 1, vt, keys, ds, keys, false);
        for (int64_t r = 0; r < rows; r++) {
            float* p_row = p + r * keys;
            float* ds_row = ds + r * keys;
            float* sums = bias_gradient + (first + r) * keys;
            const float mean = dot(p_row, ds_row, keys) * shares[r];
            for (int64_t j = 0; j < keys; j += lanes) {
                const Floats probability = load(p_row + j) * shares[r];
                const Floats x = probability * (load(ds_row + j) - mean);
                store(p_row + j, probability);
                store(ds_row + j, x);
                store(sums + j, load(sums + j) + x);
            }
        }
        multiply(tokens, wide, rows, p, 1, keys, d_out + first * wide, wide, dv, wide, add);
        multiply(tokens, wide, rows, ds, 1, keys, q + first * wide, wide, dk, wide, add);
        multiply(rows, wide, tokens, ds, keys, 1, k, wide, dq + first * wide, wide, false);
    }
    for (int64_t n = 0; n < tokens; n++) {
        float* q_target = gradient + t.packed(n);
        float* q_gradient = dq + n * wide;
        float* k_gradient = dk + n * wide;
        scale_gradient += dot(q + n * wide, q_gradient, wide);
        if (t.s.cosine) {
            through_length(wide, q + n * wide, q_gradient, q_factors[n]);
            through_length(wide, k + n * wide, k_gradient, k_factors[n]);
        }
        for (int64_t c = 0; c < width; c++) {
            q_target[c] = scale * q_gradient[c];
            q_target[t.row() + c] = scale * k_gradient[c];
            q_target[2 * t.row() + c] = dv[n * wide + c];
        }
    }
}

void window_attention_forward(const vtk::WindowAttentionSizes& s, const vtk::WindowAttentionInputs& in, float* output, int threads) {
    const int64_t tasks = s.images * s.windows * s.heads;
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        static thread_local Workspace workspace;
#pragma omp for schedule(static)
        for (int64_t task = 0; task < tasks; task++)
            forward_window({s, in, task / s.heads, task % s.heads}, output, workspace);
    }
}

void window_attention_backward(const vtk::WindowAttentionSizes& s, const vtk::WindowAttentionInputs& in, const float* output_gradient,
                               const vtk::WindowAttentionGradients& gradients, int threads) {
    const int64_t windows = s.images * s.windows, keys = padded(s.tokens), table = s.tokens * keys;
    const int64_t pieces = std::min(windows, (least_tasks + s.heads - 1) / s.heads), tasks = s.heads * pieces;
    Workspace sums;
    float* bias = sums.take(tasks * (table + 1)); // [tasks, tokens, keys]
    float* scales = bias + tasks * table;         // [tasks]
    std::fill(bias, scales + tasks, 0.0f);
#pragma omp parallel num_threads(threads) if (threads > 1)
    {
        static thread_local Workspace workspace;
#pragma omp for schedule(static)
        for (int64_t task = 0; task < tasks; task++) {
            const int64_t head = task / pieces, piece = task % pieces;
            for (int64_t window = windows * piece / pieces; window < windows * (piece + 1) / pieces; window++)
                backward_window({s, in, window, head}, output_gradient, gradients.qkv, bias + task * table, scales[task], workspace);
        }
#pragma omp for schedule(static)
        for (int64_t row = 0; row < s.heads * s.tokens; row++) {
            const float* from = bias + (row / s.tokens * pieces * s.tokens + row % s.tokens) * keys;
            float* target = gradients.bias + row * s.tokens;
            std::memcpy(target, from, s.tokens * sizeof(float));
            for (int64_t piece = 1; piece < pieces; piece++)
                for (int64_t j = 0; j < s.tokens; j++)
                    target[j] += from[piece * table + j];
        }
    }
    for (int64_t head = 0; head < s.heads; head++) {
        gradients.scales[head] = 0;
        for (int64_t piece = 0; piece < pieces; piece++)
            gradients.scales[head] += scales[head * pieces + piece];
    }
}

extern const vtk::WindowAttentionKernels window_attention;
const vtk::WindowAttentionKernels window_attention = {window_attention_forward, window_attention_backward};

}  // namespace VTK_NAMESPACE
