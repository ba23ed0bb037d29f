// Dot products of rows with queries, and the best of them.
#include "products.h"
#include "search.h"

namespace VTK_NAMESPACE {

// Bytes of queries that leave room in the second-level cache, from which they stream through the first for each tile of rows.
constexpr int64_t cached_bytes = 1 << 19;

// One as it is; many as panels [width, columns] of as many columns as a tile is wide.
void pack_queries(const float* queries, int64_t count, int64_t width, float* packed) {
    if (count == 1) {
        std::copy(queries, queries + width, packed);
        return;
    }
    for (int64_t from = 0; from < padded(count); from += panel) {
        const int64_t columns = std::min(panel, padded(count) - from);
        for (int64_t q = from; q < std::min(from + columns, count); q++)
            for (int64_t c = 0; c < width; c++)
                packed[from * width + c * columns + q - from] = queries[q * width + c];
    }
}

// Products of Rows rows with a query; the order of each sum is the same whatever the row's place.
template <int Rows>
void dots(const float* vectors, int64_t width, const float* query, float* sums) {
    Floats sum[Rows] = {};
    const int64_t whole = width / lanes * lanes;
    for (int64_t c = 0; c < whole; c += lanes)
        for (int r = 0; r < Rows; r++) {
            // The memory's own look-ahead stops at the end of a page.
            if (c % 16 == 0)
                __builtin_prefetch(vectors + r * width + c + 4096, 0, 3);
            sum[r] += load(vectors + r * width + c) * load(query + c);
        }
    if (whole < width)
        for (int r = 0; r < Rows; r++)
            sum[r] += load_part(vectors + r * width + whole, width - whole) * load(query + whole);
    for (int r = 0; r < Rows; r++)
        sums[r] = total(sum[r]);
}

void search_one(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* query, vtk::SearchBest& best) {
    constexpr int at_once = 4;
    const float* limit = best.limits();
    float sums[at_once];
    for (int64_t row = 0; row < rows; row += at_once) {
        const int64_t count = std::min<int64_t>(at_once, rows - row);
        if (count == at_once)
            dots<at_once>(vectors + row * width, width, query, sums);
        else
            for (int64_t r = 0; r < count; r++)
                dots<1>(vectors + (row + r) * width, width, query, sums + r);
        for (int64_t r = 0; r < count; r++)
            if (sums[r] > *limit)
                best.add(0, sums[r], first + row + r);
    }
}

// C[wide_tile_rows, Columns registers] = A[wide_tile_rows, depth] B[depth, Columns registers], with A's rows as they lie in memory: packed as
// for larger products, each would be touched twice for a few dozen queries. The memory's own look-ahead can't follow that many rows, so what comes
// next is fetched here, next_step numbers of it for each of the depth.
template <int Columns>
void search_tile(int64_t depth, const float* a, const float* b, float* c, const float* next, int64_t next_step) {
    Floats sum[wide_tile_rows][Columns] = {};
    for (int64_t k = 0; k < depth; k++) {
        Floats row[Columns];
        for (int v = 0; v < Columns; v++)
            row[v] = load(b + v * lanes);
        __builtin_prefetch(next, 0, 2);
#pragma GCC unroll 16
        for (int r = 0; r < wide_tile_rows; r++) {
            const Floats x = broadcast(a[r * depth + k]);
            for (int v = 0; v < Columns; v++)
                sum[r][v] += x * row[v];
        }
        b += Columns * lanes;
        next += next_step;
    }
#pragma GCC unroll 16
    for (int r = 0; r < wide_tile_rows; r++)
        for (int v = 0; v < Columns; v++)
            store(c + (r * Columns + v) * lanes, sum[r][v]);
}

// Columns of a tile that have no score among the best, and soon that is nearly all, are done with a comparison a register.
void keep_best(const float* products, int64_t rows, int64_t columns, int64_t first, int64_t from, int64_t queries, vtk::SearchBest& best) {
    const float* limits = best.limits();
    for (int64_t c = 0; c < columns; c += lanes) {
        const Floats limit = load(limits + from + c);
        Ints above{};
        for (int64_t row = 0; row < rows; row++)
            above |= load(products + row * columns + c) > limit;
        int64_t parts[VTK_VECTOR / 8], any = 0;
        std::memcpy(parts, &above, sizeof parts);
        for (int64_t part : parts)
            any |= part;
        if (any == 0)
            continue;
        for (int64_t row = 0; row < rows; row++)
            for (int64_t q = from + c; q < std::min(from + c + lanes, queries); q++) {
                const float score = products[row * columns + q - from];
                if (score > limits[q])
                    best.add(q, score, first + row);
            }
    }
}

// The queries from begin to end; begin is a panel's first.
void search_some(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t begin, int64_t end, vtk::SearchBest& best) {
    static thread_local Workspace workspace;
    float* scores = workspace.take(wide_tile_rows * (panel + width));
    float* rest = scores + wide_tile_rows * panel; // the last rows, where they don't fill a tile
    const int64_t panels = (end - begin + panel - 1) / panel;
    // Each panel fetches its share of the tile that comes next.
    const int64_t step = (wide_tile_rows + panels - 1) / panels;
    for (int64_t row = 0; row < rows; row += wide_tile_rows) {
        const int64_t count = std::min<int64_t>(wide_tile_rows, rows - row);
        const float* tile = vectors + row * width;
        const float* next = tile + wide_tile_rows * width;
        if (count < wide_tile_rows) {
            std::copy(tile, tile + count * width, rest);
            std::fill(rest + count * width, rest + wide_tile_rows * width, 0.0f);
            tile = next = rest;
        }
        for (int64_t from = begin; from < end; from += panel) {
            const bool wide = padded(end - from) > lanes;
            (wide ? search_tile<2> : search_tile<1>)(width, tile, packed + from * width, scores, next, step);
            next += step * width;
            keep_best(scores, count, wide ? panel : lanes, first + row, from, end, best);
        }
    }
}

void search_rows(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t queries, vtk::SearchBest& best) {
    if (queries == 1)
        return search_one(vectors, rows, width, first, packed, best);
    const int64_t some = std::max<int64_t>(1, cached_bytes / static_cast<int64_t>(sizeof(float)) / (panel * width)) * panel;
    for (int64_t begin = 0; begin < queries; begin += some)
        search_some(vectors, rows, width, first, packed, begin, std::min(begin + some, queries), best);
}

extern const vtk::SearchKernels search;
const vtk::SearchKernels search = {lanes, wide_tile_rows, pack_queries, search_rows};

}  // namespace VTK_NAMESPACE
