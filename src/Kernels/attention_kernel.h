// The attention of one image and head, included once per instruction set (LANES floats a vector).
//   forward:  S = scale Q K^T, P = softmax(S), O = P V
//   backward: dV = P^T dO, dP = dO V^T, dS = P * (dP - rowsum(dO * O)) * scale, dQ = dS K, dK = dS^T Q
// All five products go through one register-blocked kernel: an element of the left side is broadcast against rows of the right.
#include <cmath>

#include "attention.h"
#include "vector.h"

namespace {

constexpr int row_block = LANES == 16 ? 6 : 4;
constexpr int column_block = LANES == 16 ? 4 : 2;  // vectors: accumulators fill the registers and leave room for a row and a broadcast

struct Left {
    const float* data;
    int64_t row, column;  // strides
};

template <int ROWS, int COLUMNS>
inline void product_block(Left a, const float* b, int64_t b_stride, int64_t inner, float* c, int64_t c_stride, int64_t columns) {
    Vec sums[ROWS][COLUMNS] = {};
    for (int64_t i = 0; i < inner; i++) {
        Vec row[COLUMNS];
        for (int j = 0; j < COLUMNS; j++)
            row[j] = load(b + i * b_stride + j * LANES);
        for (int r = 0; r < ROWS; r++) {
            const Vec left = splat(a.data[r * a.row + i * a.column]);
            for (int j = 0; j < COLUMNS; j++)
                sums[r][j] += left * row[j];
        }
    }
    for (int r = 0; r < ROWS; r++)
        for (int j = 0; j < COLUMNS; j++)
            if (columns - j * LANES > 0)
                store(c + r * c_stride + j * LANES, sums[r][j], columns - j * LANES);
}

template <int COLUMNS>
void product_columns(Left a, const float* b, int64_t b_stride, int64_t rows, int64_t inner, float* c, int64_t c_stride, int64_t columns) {
    int64_t r = 0;
    for (; r + row_block <= rows; r += row_block)
        product_block<row_block, COLUMNS>({a.data + r * a.row, a.row, a.column}, b, b_stride, inner, c + r * c_stride, c_stride, columns);
    for (; r + 2 <= rows; r += 2)
        product_block<2, COLUMNS>({a.data + r * a.row, a.row, a.column}, b, b_stride, inner, c + r * c_stride, c_stride, columns);
    for (; r < rows; r++)
        product_block<1, COLUMNS>({a.data + r * a.row, a.row, a.column}, b, b_stride, inner, c + r * c_stride, c_stride, columns);
}

// C [rows, columns] = A [rows, inner] B [inner, columns]. B's rows must be readable up to the next whole vector.
void product(Left a, const float* b, int64_t b_stride, int64_t rows, int64_t inner, int64_t columns, float* c, int64_t c_stride) {
    int64_t at = 0;
    for (; columns - at > (column_block - 1) * LANES; at += column_block * LANES)
        product_columns<column_block>(a, b + at, b_stride, rows, inner, c + at, c_stride, columns - at);
    for (; columns - at > LANES && column_block > 2; at += 2 * LANES)
        product_columns<2>(a, b + at, b_stride, rows, inner, c + at, c_stride, columns - at);
    for (; columns - at > 0; at += LANES)
        product_columns<1>(a, b + at, b_stride, rows, inner, c + at, c_stride, columns - at);
}

inline int64_t padded(int64_t n) { return (n + 15) / 16 * 16; }

// [tokens, width] with a stride -> [width, padded tokens], the padding 0.
void transpose(const float* from, int64_t stride, int64_t tokens, int64_t width, float* to) {
    const int64_t pitch = padded(tokens);
    for (int64_t d = 0; d < width; d++) {
        float* row = to + d * pitch;
        for (int64_t t = 0; t < tokens; t++)
            row[t] = from[t * stride + d];
        for (int64_t t = tokens; t < pitch; t++)
            row[t] = 0;
    }
}

// A right side whose rows can be read in whole vectors: the matrix itself, or a padded copy when its width is not a multiple.
const float* whole_rows(const float* from, int64_t& stride, int64_t tokens, int64_t width, float* copy) {
    if (width % LANES == 0)
        return from;
    const int64_t pitch = padded(width);
    for (int64_t t = 0; t < tokens; t++) {
        std::memcpy(copy + t * pitch, from + t * stride, width * sizeof(float));
        for (int64_t d = width; d < pitch; d++)
            copy[t * pitch + d] = 0;
    }
    stride = pitch;
    return copy;
}

void attention_forward(const AttentionShape& s, const AttentionForward& t, int64_t batch, int64_t head, float* scratch) {
    const int64_t n = s.tokens, pitch = padded(n), in = batch * s.batch_stride + head * s.head_stride;
    float* scores = scratch;                 // [n, pitch]
    float* keys = scores + n * pitch;        // [width, pitch]
    float* values = keys + s.width * pitch;  // a padded copy of V, if need be
    transpose(t.k + in, s.token_stride, n, s.width, keys);
    product({t.q + in, s.token_stride, 1}, keys, pitch, n, s.width, pitch, scores, pitch);

    for (int64_t i = 0; i < n; i++) {
        float* row = scores + i * pitch;
        for (int64_t j = n; j < pitch; j++)
            row[j] = -INFINITY;
        Vec highest = splat(-INFINITY);
        for (int64_t j = 0; j < pitch; j += LANES)
            highest = max(highest, load(row + j));
        const float top = largest(highest) * s.scale;
        Vec total{};
        for (int64_t j = 0; j < pitch; j += LANES) {
            const Vec e = exp(load(row + j) * s.scale - top);
            store(row + j, e);
            total += e;
        }
        const float denominator = sum(total), inverse = 1 / denominator;
        for (int64_t j = 0; j < pitch; j += LANES)
            store(row + j, load(row + j) * inverse);
        t.log_sums[(batch * s.heads + head) * n + i] = top + std::log(denominator);
    }

    int64_t stride = s.token_stride;
    const float* right = whole_rows(t.v + in, stride, n, s.width, values);
    product({scores, pitch, 1}, right, stride, n, n, s.width, t.out + batch * s.out_batch_stride + head * s.out_head_stride, s.out_token_stride);
}

void attention_backward(const AttentionShape& s, const AttentionBackward& t, int64_t batch, int64_t head, float* scratch) {
    const int64_t n = s.tokens, pitch = padded(n);
    const int64_t in = batch * s.batch_stride + head * s.head_stride, out = batch * s.out_batch_stride + head * s.out_head_stride;
    float* weights = scratch;                         // P [n, pitch]
    float* slopes = weights + n * pitch;              // dP, then dS [n, pitch]
    float* turned = slopes + n * pitch;               // K^T, then V^T [width, pitch]
    float* copy = turned + padded(s.width) * pitch;   // padded copies, one at a time
    const float* log_sums = t.log_sums + (batch * s.heads + head) * n;

    transpose(t.k + in, s.token_stride, n, s.width, turned);
    product({t.q + in, s.token_stride, 1}, turned, pitch, n, s.width, pitch, weights, pitch);
    transpose(t.v + in, s.token_stride, n, s.width, turned);
    product({t.grad_out + out, s.out_token_stride, 1}, turned, pitch, n, s.width, pitch, slopes, pitch);

    for (int64_t i = 0; i < n; i++) {
        float along = 0;  // rowsum(dO * O) = rowsum(dP * P)
        const float *o = t.out + out + i * s.out_token_stride, *g = t.grad_out + out + i * s.out_token_stride;
        for (int64_t d = 0; d < s.width; d++)
            along += o[d] * g[d];
        float *p = weights + i * pitch, *ds = slopes + i * pitch;
        for (int64_t j = 0; j < pitch; j += LANES) {
            const Vec e = exp(load(p + j) * s.scale - log_sums[i]);
            store(p + j, e);
            store(ds + j, e * (load(ds + j) - along) * s.scale);
        }
    }

    int64_t stride = s.out_token_stride;
    const float* right = whole_rows(t.grad_out + out, stride, n, s.width, copy);
    product({weights, 1, pitch}, right, stride, n, n, s.width, t.grad_v + in, s.token_stride);
    stride = s.token_stride;
    right = whole_rows(t.k + in, stride, n, s.width, copy);
    product({slopes, pitch, 1}, right, stride, n, n, s.width, t.grad_q + in, s.token_stride);
    stride = s.token_stride;
    right = whole_rows(t.q + in, stride, n, s.width, copy);
    product({slopes, 1, pitch}, right, stride, n, n, s.width, t.grad_k + in, s.token_stride);
}

}  // namespace
