// Products of large matrices on one thread, compiled once for each instruction set: the including file sets what products.h needs.
//
// The way of Goto and van de Geijn (2008): a block of A is packed so that a tile's column lies together and stays in the second-level
// cache; two registers' width of B is packed into the first-level one and meets all of that block. The depth is cut into blocks of the same
// length whatever share of a matrix is asked for, so each number is summed in one order however the work is divided.
#include <algorithm>
#include <utility>

#include "linear.h"
#include "products.h"

namespace VTK_NAMESPACE {

constexpr int64_t block_tiles = 72;                  // of A, packed at a time: at most 1,008 rows
constexpr int64_t block_rows = block_tiles * wide_tile_rows;
constexpr int64_t block_depth = 192;                 // at most: a panel of B then takes half of the first-level cache
static_assert(wide_tile_rows <= lanes, "a tile's column is packed by one register");

template <int Distance, int... I>
inline void exchange(Floats& a, Floats& b, std::integer_sequence<int, I...>) {
    const Floats first = __builtin_shufflevector(a, b, ((I & Distance) == 0 ? I : static_cast<int>(lanes) + I - Distance)...);
    b = __builtin_shufflevector(a, b, ((I & Distance) == 0 ? I + Distance : static_cast<int>(lanes) + I)...);
    a = first;
}

// A square of registers turned around its diagonal: first by single floats, then by pairs, and so on.
template <int Distance = 1>
inline void transpose(Floats (&square)[lanes]) {
#pragma GCC unroll 16
    for (int i = 0; i < lanes; i++)
        if ((i & Distance) == 0)
            exchange<Distance>(square[i], square[i + Distance], std::make_integer_sequence<int, static_cast<int>(lanes)>{});
    if constexpr (2 * Distance < lanes)
        transpose<2 * Distance>(square);
}

// target[k][n] = source[n][k] for count <= lanes of n; target's rows are row floats apart and take a whole register each, so a later row
// may overwrite the end of the one before it.
inline void pack_turned(const float* source, int64_t stride, int64_t count, int64_t depth, float* target, int64_t row) {
    for (int64_t k = 0; k < depth; k += lanes) {
        const int64_t left = std::min(lanes, depth - k);
        Floats square[lanes];
#pragma GCC unroll 16
        for (int64_t n = 0; n < lanes; n++)
            square[n] = n < count ? load_part(source + n * stride + k, left) : Floats{};
        transpose(square);
#pragma GCC unroll 16
        for (int64_t i = 0; i < lanes; i++)
            if (i < left)
                store(target + (k + i) * row, square[i]);
    }
}

// rows of A from the first on, as [tile][depth][wide_tile_rows]; where they lie row by row.
void pack_rows(const vtk::Product& p, int64_t first, int64_t rows, int64_t from, int64_t depth, float* target) {
    for (int64_t r = 0; r < rows; r += wide_tile_rows)
        pack_turned(p.a + (first + r) * p.a_row + from * p.a_column, p.a_row, std::min(wide_tile_rows, rows - r), depth, target + r * depth, wide_tile_rows);
}

// The same where they lie column by column, some columns at a time so that their pages stay known.
void pack_columns(const vtk::Product& p, int64_t first, int64_t rows, int64_t from, int64_t depth, float* target) {
    Floats sums[block_tiles] = {};
    for (int64_t k0 = 0; k0 < depth; k0 += lanes) {
        const int64_t k1 = std::min(depth, k0 + lanes);
        for (int64_t r = 0; r < rows; r += wide_tile_rows) {
            const float* a = p.a + first + r + from * p.a_column;
            // Beyond the tile's rows are others of the same column, or its end.
            const int64_t readable = std::min(lanes, p.rows - first - r);
            Floats sum = sums[r / wide_tile_rows];
            for (int64_t k = k0; k < k1; k++) {
                const Floats column = load_part(a + k * p.a_column, readable);
                sum += column;
                // The last column's register would reach into the next tile.
                store_part(target + r * depth + k * wide_tile_rows, column, k + 1 < depth ? lanes : wide_tile_rows);
            }
            sums[r / wide_tile_rows] = sum;
        }
    }
    for (int64_t r = 0; p.a_sums && r < rows; r += wide_tile_rows) {
        float* sum = p.a_sums + first + r;
        const int64_t count = std::min(wide_tile_rows, rows - r);
        store_part(sum, from > 0 ? sums[r / wide_tile_rows] + load_part(sum, count) : sums[r / wide_tile_rows], count);
    }
}

// A panel of B as [depth][panel], zeros beyond its columns.
void pack_b(const vtk::Product& p, int64_t column, int64_t from, int64_t depth, float* target) {
    for (int64_t half = 0; half < panel; half += lanes) {
        const int64_t count = std::clamp<int64_t>(p.columns - column - half, 0, lanes);
        const float* b = p.b + from * p.b_row + (column + half) * p.b_column;
        if (p.b_column != 1)
            pack_turned(b, p.b_column, count, depth, target + half, panel);
        else
            for (int64_t k = 0; k < depth; k++)
                store(target + k * panel + half, load_part(b + k * p.b_row, count));
    }
}

template <int Rows>
void linear_tile(int64_t depth, const float* a, const float* b, float* c, int64_t c_row, const float* start, int64_t start_row) {
    Floats sum[Rows][2];
#pragma GCC unroll 16
    for (int r = 0; r < Rows; r++)
        for (int v = 0; v < 2; v++)
            sum[r][v] = start ? load(start + r * start_row + v * lanes) : Floats{};
    for (int64_t k = 0; k < depth; k++) {
        const Floats left = load(b), right = load(b + lanes);
#pragma GCC unroll 16
        for (int r = 0; r < Rows; r++) {
            const Floats x = broadcast(a[r]);
            sum[r][0] += x * left;
            sum[r][1] += x * right;
        }
        a += wide_tile_rows;
        b += panel;
    }
#pragma GCC unroll 16
    for (int r = 0; r < Rows; r++)
        for (int v = 0; v < 2; v++)
            store(c + r * c_row + v * lanes, sum[r][v]);
}

using LinearTile = void (*)(int64_t, const float*, const float*, float*, int64_t, const float*, int64_t);

template <int... Rows>
LinearTile linear_tile_of(int64_t rows, std::integer_sequence<int, Rows...>) {
    static constexpr LinearTile tiles[] = {linear_tile<Rows + 1>...};
    return tiles[rows - 1];
}

void linear_product(const vtk::Product& p) {
    static thread_local Workspace workspace;
    const int64_t blocks = (p.depth + block_depth - 1) / block_depth;
    const int64_t deepest = blocks == 0 ? 0 : padded((p.depth + blocks - 1) / blocks);
    // As even as they come, so that no panel of B is packed for a few rows.
    const int64_t tiles = (p.rows + wide_tile_rows - 1) / wide_tile_rows, parts = (tiles + block_tiles - 1) / block_tiles;
    const int64_t block = parts == 0 ? block_rows : (tiles + parts - 1) / parts * wide_tile_rows;
    // The last register of a packed block reaches beyond it.
    const int64_t packed = (block + 1) * deepest + lanes;
    float* a = workspace.take(packed + (deepest + wide_tile_rows + 1) * panel);
    float* b = a + packed;
    float* edge = b + deepest * panel;           // a tile whose columns are not all there
    float* bias = edge + wide_tile_rows * panel; // as long as a panel
    for (int64_t first = 0; first < p.rows; first += block) {
        const int64_t rows = std::min(block, p.rows - first);
        for (int64_t from = 0; from < p.depth; from += deepest) {
            const int64_t depth = std::min(deepest, p.depth - from);
            (p.a_row == 1 ? pack_columns : pack_rows)(p, first, rows, from, depth, a);
            for (int64_t column = 0; column < p.columns; column += panel) {
                const int64_t width = std::min(panel, p.columns - column);
                pack_b(p, column, from, depth, b);
                if (from == 0 && p.bias) {
                    std::fill(bias + width, bias + panel, 0.0f);
                    std::memcpy(bias, p.bias + column, width * sizeof(float));
                }
                for (int64_t r = 0; r < rows; r += wide_tile_rows) {
                    const int64_t count = std::min(wide_tile_rows, rows - r);
                    const auto tile = linear_tile_of(count, std::make_integer_sequence<int, static_cast<int>(wide_tile_rows)>{});
                    float* c = p.c + (first + r) * p.c_row + column;
                    const bool whole = width == panel;
                    float* target = whole ? c : edge;
                    const int64_t stride = whole ? p.c_row : panel;
                    if (!whole && from > 0)
                        for (int64_t i = 0; i < count; i++)
                            std::memcpy(edge + i * panel, c + i * p.c_row, width * sizeof(float));
                    const float* start = from > 0 ? target : p.bias ? bias : nullptr;
                    tile(depth, a + r * depth, b, target, stride, start, from > 0 ? stride : 0);
                    if (!whole)
                        for (int64_t i = 0; i < count; i++)
                            std::memcpy(c + i * p.c_row, edge + i * panel, width * sizeof(float));
                }
            }
        }
    }
}

extern const vtk::LinearKernels linear;
const vtk::LinearKernels linear = {wide_tile_rows, panel, linear_product};

}  // namespace VTK_NAMESPACE
