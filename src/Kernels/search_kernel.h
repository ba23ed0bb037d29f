// Dot products of rows with queries, and the best of them.
#include "products.h"
#include "search.h"

namespace VTK_NAMESPACE {

// Up to here each row is read once for all queries' sums; from here on the product of two matrices wastes less.
constexpr int64_t few_queries = 4;
constexpr int64_t most_columns = VTK_COLUMNS * lanes;

// A panel of the queries' matrix stays in the first-level cache, the rows at hand in the second.
constexpr int64_t panel_depth = 32768 / (most_columns * static_cast<int64_t>(sizeof(float)));
constexpr int64_t rows_in_cache = 48 * tile_rows;

int64_t padded_queries(int64_t queries) { return queries <= few_queries ? queries : padded(queries); }

std::vector<float> pack_queries(const float* queries, int64_t count, int64_t width) {
    const bool few = count <= few_queries;
    std::vector<float> packed((few ? count : padded(count)) * (few ? padded(width) : width), 0.0f);
    if (few) {
        for (int64_t q = 0; q < count; q++)
            std::copy(queries + q * width, queries + (q + 1) * width, packed.begin() + q * padded(width));
        return packed;
    }
    // Groups of as many columns as a tile is wide, each [width, columns].
    for (int64_t from = 0; from < padded(count); from += most_columns) {
        const int64_t columns = std::min(most_columns, padded(count) - from);
        float* group = packed.data() + from * width;
        for (int64_t q = from; q < std::min(from + columns, count); q++)
            for (int64_t c = 0; c < width; c++)
                group[c * columns + q - from] = queries[q * width + c];
    }
    return packed;
}

// Sums of Rows rows with Queries queries; the order of each sum is the same whatever the row's place.
template <int Rows, int Queries>
void dots(const float* vectors, int64_t width, const float* queries, float* sums) {
    Floats sum[Rows][Queries] = {};
    const int64_t whole = width / lanes * lanes;
    for (int64_t c = 0; c < whole; c += lanes)
        for (int r = 0; r < Rows; r++) {
            const Floats v = load(vectors + r * width + c);
            // The memory's own look-ahead stops at the end of a page.
            if (c % 16 == 0)
                __builtin_prefetch(vectors + r * width + c + 4096, 0, 3);
            for (int q = 0; q < Queries; q++)
                sum[r][q] += v * load(queries + q * padded(width) + c);
        }
    if (whole < width)
        for (int r = 0; r < Rows; r++) {
            const Floats v = load_part(vectors + r * width + whole, width - whole);
            for (int q = 0; q < Queries; q++)
                sum[r][q] += v * load(queries + q * padded(width) + whole);
        }
    for (int r = 0; r < Rows; r++)
        for (int q = 0; q < Queries; q++)
            sums[r * Queries + q] = total(sum[r][q]);
}

template <int Queries>
void search_few(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* queries, vtk::SearchBest& best) {
    constexpr int at_once = 4;
    float sums[at_once * Queries];
    for (int64_t row = 0; row < rows; row += at_once) {
        const int64_t count = std::min<int64_t>(at_once, rows - row);
        if (count == at_once)
            dots<at_once, Queries>(vectors + row * width, width, queries, sums);
        else
            for (int64_t r = 0; r < count; r++)
                dots<1, Queries>(vectors + (row + r) * width, width, queries, sums + r * Queries);
        for (int64_t r = 0; r < count; r++)
            for (int q = 0; q < Queries; q++)
                if (sums[r * Queries + q] > best.limits[q])
                    best.add(q, sums[r * Queries + q], first + row + r);
    }
}

// Whether any of a register's floats is above another's.
inline bool any_above(Floats a, Floats b) {
    const auto above = a > b;
    int64_t parts[VTK_VECTOR / 8];
    std::memcpy(parts, &above, sizeof parts);
    int64_t any = 0;
    for (int64_t part : parts)
        any |= part;
    return any != 0;
}

void keep_best(const float* products, int64_t rows, int64_t columns, int64_t first, int64_t from, int64_t queries, vtk::SearchBest& best) {
    for (int64_t row = 0; row < rows; row++)
        for (int64_t c = 0; c < columns; c += lanes) {
            const float* scores = products + row * columns + c;
            if (!any_above(load(scores), load(best.limits.data() + from + c)))
                continue;
            for (int64_t q = from + c; q < std::min(from + c + lanes, queries); q++)
                if (scores[q - from - c] > best.limits[q])
                    best.add(q, scores[q - from - c], first + row);
        }
}

void search_many(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t queries, vtk::SearchBest& best) {
    thread_local Workspace workspace;
    float* products = workspace.take(rows_in_cache * most_columns);
    for (int64_t row = 0; row < rows; row += rows_in_cache) {
        const int64_t count = std::min(rows_in_cache, rows - row);
        const int64_t ahead = std::min(count, rows - row - count);
        for (int64_t from = 0; from < padded(queries); from += most_columns) {
            const int64_t columns = std::min(most_columns, padded(queries) - from);
            const float* group = packed + from * width;
            for (int64_t c = 0; c < width; c += panel_depth) {
                const int64_t depth = std::min(panel_depth, width - c);
                for (int64_t r = 0; r < count; r += tile_rows) {
                    const int64_t tile = std::min<int64_t>(tile_rows, count - r);
                    // The rows that come after these, a little at a time while these are multiplied.
                    if (from == 0)
                        for (int64_t next = r; next < std::min(r + tile, ahead); next++)
                            for (int64_t line = 0; line < depth; line += 16)
                                __builtin_prefetch(vectors + (row + count + next) * width + c + line, 0, 2);
                    multiply(tile, columns, depth, vectors + (row + r) * width + c, width, 1, group + c * columns, columns, products + r * columns, columns,
                             c > 0);
                }
            }
            keep_best(products, count, columns, first + row, from, queries, best);
        }
    }
}

void search_rows(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t queries, vtk::SearchBest& best) {
    switch (queries) {
        case 1: return search_few<1>(vectors, rows, width, first, packed, best);
        case 2: return search_few<2>(vectors, rows, width, first, packed, best);
        case 3: return search_few<3>(vectors, rows, width, first, packed, best);
        case 4: return search_few<4>(vectors, rows, width, first, packed, best);
        default: return search_many(vectors, rows, width, first, packed, queries, best);
    }
}

extern const vtk::SearchKernels search;
const vtk::SearchKernels search = {padded_queries, pack_queries, search_rows};

}  // namespace VTK_NAMESPACE
