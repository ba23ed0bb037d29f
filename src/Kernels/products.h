// Small matrix products for the attentions, and the tiles of larger ones, compiled once for each instruction set: the including file sets what
// vectors.h needs, VTK_COLUMNS (registers a small tile is wide) and VTK_TILE_ROWS (rows of a tile of two registers' width, so that it fits the
// registers of the processor).
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "vectors.h"
#include "workspace.h"

namespace VTK_NAMESPACE {

using vtk::Workspace;

constexpr int tile_rows = 6;
constexpr int64_t wide_tile_rows = VTK_TILE_ROWS;
constexpr int64_t panel = 2 * lanes; // columns of a wide tile

// C[Rows, Columns registers] (+)= A[Rows, depth] B[depth, Columns registers]; A is walked by any two strides.
template <int Rows, int Columns>
void tile(int64_t depth, const float* a, int64_t a_row, int64_t a_column, const float* b, int64_t b_row, float* c, int64_t c_row, bool add) {
    Floats sum[Rows][Columns];
    for (int r = 0; r < Rows; r++)
        for (int v = 0; v < Columns; v++)
            sum[r][v] = add ? load(c + r * c_row + v * lanes) : Floats{};
    for (int64_t k = 0; k < depth; k++) {
        Floats row[Columns];
        for (int v = 0; v < Columns; v++)
            row[v] = load(b + k * b_row + v * lanes);
        for (int r = 0; r < Rows; r++) {
            const Floats x = broadcast(a[r * a_row + k * a_column]);
            for (int v = 0; v < Columns; v++)
                sum[r][v] += x * row[v];
        }
    }
    for (int r = 0; r < Rows; r++)
        for (int v = 0; v < Columns; v++)
            store(c + r * c_row + v * lanes, sum[r][v]);
}

template <int Columns>
void tiles(int64_t rows, int64_t depth, const float* a, int64_t a_row, int64_t a_column, const float* b, int64_t b_row, float* c, int64_t c_row, bool add) {
    int64_t r = 0;
    for (; r + tile_rows <= rows; r += tile_rows)
        tile<tile_rows, Columns>(depth, a + r * a_row, a_row, a_column, b, b_row, c + r * c_row, c_row, add);
    a += r * a_row;
    c += r * c_row;
    switch (rows - r) {
        case 1: return tile<1, Columns>(depth, a, a_row, a_column, b, b_row, c, c_row, add);
        case 2: return tile<2, Columns>(depth, a, a_row, a_column, b, b_row, c, c_row, add);
        case 3: return tile<3, Columns>(depth, a, a_row, a_column, b, b_row, c, c_row, add);
        case 4: return tile<4, Columns>(depth, a, a_row, a_column, b, b_row, c, c_row, add);
        case 5: return tile<5, Columns>(depth, a, a_row, a_column, b, b_row, c, c_row, add);
    }
}

// C[rows, columns] (+)= A[rows, depth] B[depth, columns]; columns is a multiple of the lanes, and B and C are padded to it.
void multiply(int64_t rows, int64_t columns, int64_t depth, const float* a, int64_t a_row, int64_t a_column, const float* b, int64_t b_row, float* c,
              int64_t c_row, bool add) {
    // Tiles as even as they come: a narrow one at the end would wait for its own sums.
    int64_t registers = columns / lanes, count = (registers + VTK_COLUMNS - 1) / VTK_COLUMNS;
    for (; count > 0; count--) {
        const int64_t width = (registers + count - 1) / count;
        switch (width) {
            case 1: tiles<1>(rows, depth, a, a_row, a_column, b, b_row, c, c_row, add); break;
            case 2: tiles<2>(rows, depth, a, a_row, a_column, b, b_row, c, c_row, add); break;
            case 3: tiles<3>(rows, depth, a, a_row, a_column, b, b_row, c, c_row, add); break;
            default: tiles<4>(rows, depth, a, a_row, a_column, b, b_row, c, c_row, add); break;
        }
        registers -= width;
        b += width * lanes;
        c += width * lanes;
    }
}

// target[c][n] = factor * source[n][c]
void pack_transposed(const float* source, int64_t stride, int64_t tokens, int64_t width, float factor, float* target, int64_t row) {
    for (int64_t c0 = 0; c0 < width; c0 += 16) {
        const int64_t c1 = std::min(c0 + 16, width);
        for (int64_t n = 0; n < tokens; n++)
            for (int64_t c = c0; c < c1; c++)
                target[c * row + n] = factor * source[n * stride + c];
    }
    for (int64_t c = 0; c < width; c++)
        std::fill(target + c * row + tokens, target + (c + 1) * row, 0.0f);
}

void pack(const float* source, int64_t stride, int64_t tokens, int64_t width, float* target, int64_t row) {
    for (int64_t n = 0; n < tokens; n++) {
        std::memcpy(target + n * row, source + n * stride, width * sizeof(float));
        std::fill(target + n * row + width, target + (n + 1) * row, 0.0f);
    }
}

}  // namespace VTK_NAMESPACE
