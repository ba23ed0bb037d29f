#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace vtk {

struct SearchHit {
    float score;
    int64_t index;
};

// Higher scores come first, and of equal ones the lower index: a total order, so that the best are the same however the work is divided.
inline bool better(const SearchHit& a, const SearchHit& b) { return a.score > b.score || (a.score == b.score && a.index < b.index); }

// The best hits of each query so far: heaps whose root is the worst of them.
class SearchBest {
public:
    SearchBest(int64_t queries, int64_t k, int64_t padded) : k_(k), limits(padded, std::numeric_limits<float>::infinity()), heaps_(queries) {
        std::fill(limits.begin(), limits.begin() + queries, -std::numeric_limits<float>::infinity());
    }

    // Indices come in rising order, so that an equal score never displaces one that is there.
    void add(int64_t query, float score, int64_t index) {
        std::vector<SearchHit>& heap = heaps_[query];
        if (static_cast<int64_t>(heap.size()) == k_) {
            std::pop_heap(heap.begin(), heap.end(), better);
            heap.back() = {score, index};
        } else {
            heap.push_back({score, index});
        }
        std::push_heap(heap.begin(), heap.end(), better);
        if (static_cast<int64_t>(heap.size()) == k_)
            limits[query] = heap.front().score;
    }

    const std::vector<SearchHit>& of(int64_t query) const { return heaps_[query]; }

private:
    int64_t k_;

public:
    // What a score has to exceed; infinite for the queries that only pad a register.
    std::vector<float> limits;

private:
    std::vector<std::vector<SearchHit>> heaps_;
};

// One build of search_kernel.h for an instruction set.
struct SearchKernels {
    int64_t tile_rows; // what a share of the rows should be a multiple of, that no tile is cut
    // Queries as the kernel takes them: one as it is, many as the columns of a matrix, padded to registers.
    int64_t (*padded)(int64_t queries);
    std::vector<float> (*pack)(const float* queries, int64_t count, int64_t width);
    // Adds the hits of some rows, the first of which has an index.
    void (*search)(const float* vectors, int64_t rows, int64_t width, int64_t first, const float* packed, int64_t queries, SearchBest& best);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::SearchKernels search; }
namespace vtk_avx2 { extern const vtk::SearchKernels search; }
namespace vtk_avx512 { extern const vtk::SearchKernels search; }
