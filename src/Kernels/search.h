#pragma once
#include <cstdint>
#include <vector>

namespace vtk {

struct SearchHit {
    float score;
    int64_t index;
};

// The best hits of each query so far. All that it does is in search.cpp: of functions here there would be a build for each instruction set, of which
// the linker keeps one for all processors.
class SearchBest {
public:
    // padded: the queries and those that only fill up a register.
    SearchBest(int64_t queries, int64_t k, int64_t padded);

    // What a score has to exceed, [padded]; infinite beyond the queries. It is at the same place for good.
    const float* limits() const;

    // Takes a score above the limit. Indices come in rising order, so that an equal score never displaces one that is there.
    void add(int64_t query, float score, int64_t index);

    const std::vector<SearchHit>& of(int64_t query) const;

private:
    int64_t k_;
    std::vector<float> limits_;
    std::vector<std::vector<SearchHit>> heaps_; // whose root is the worst of them
};

// One build of search_kernel.h for an instruction set.
struct SearchKernels {
    int64_t lanes;     // floats of a register
    int64_t tile_rows; // what a share of the rows should be a multiple of, that no tile is cut
    // Queries as the kernel takes them: one as it is, many as the columns of a matrix. What pads a register is left as it is, 0.
    void (*pack)(const float* queries, int64_t count, int64_t width, float* packed);
    // Adds the hits of some rows, the first of which has an index.
    void (*search)(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t queries, SearchBest& best);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::SearchKernels search; }
namespace vtk_avx2 { extern const vtk::SearchKernels search; }
namespace vtk_avx512 { extern const vtk::SearchKernels search; }
