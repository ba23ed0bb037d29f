// The best of many vectors by their dot products with some queries.
//
//   blocks    of rows that lie one behind the other; a row's index counts over all blocks
//   queries   [count, width]
//   scores    [count, k], best first, equal ones by index; -infinity where there are fewer than k rows
//   indices   [count, k]; -1 where there are fewer
//
// Scores are looked at while they are in the cache, and never written to memory: one query reads the vectors once and does nothing else, and
// a few dozen are one matrix product. Numbers are finite and so are all products: the caller sees to that.
#include "search.h"

#include <algorithm>
#include <limits>

#include "cpu.h"

#if defined(_OPENMP)
#include <omp.h>
#endif

namespace {

// Higher scores come first, and of equal ones the lower index: a total order, so that the best are the same however the work is divided.
bool better(const vtk::SearchHit& a, const vtk::SearchHit& b) { return a.score > b.score || (a.score == b.score && a.index < b.index); }

struct SearchBlock {
    const float* vectors;
    int64_t rows;
};

const vtk::SearchKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::search;
        case vtk::CpuLevel::avx2: return vtk_avx2::search;
#endif
        default: return vtk_portable::search;
    }
}

// About what a thread takes at a time: long enough for the memory to stream, short enough that threads end together.
constexpr int64_t task_bytes = 4 << 20;

struct Task {
    const float* vectors;
    int64_t rows;
    int64_t first;
};

int64_t padded(int64_t count, int64_t lanes) { return (count + lanes - 1) / lanes * lanes; }

}  // namespace

namespace vtk {

SearchBest::SearchBest(int64_t queries, int64_t k, int64_t padded) : k_(k), limits_(padded, std::numeric_limits<float>::infinity()), heaps_(queries) {
    std::fill(limits_.begin(), limits_.begin() + queries, -std::numeric_limits<float>::infinity());
}

const float* SearchBest::limits() const { return limits_.data(); }

void SearchBest::add(int64_t query, float score, int64_t index) {
    std::vector<SearchHit>& heap = heaps_[query];
    if (static_cast<int64_t>(heap.size()) == k_) {
        std::pop_heap(heap.begin(), heap.end(), better);
        heap.back() = {score, index};
    } else {
        heap.push_back({score, index});
    }
    std::push_heap(heap.begin(), heap.end(), better);
    if (static_cast<int64_t>(heap.size()) == k_)
        limits_[query] = heap.front().score;
}

const std::vector<SearchHit>& SearchBest::of(int64_t query) const { return heaps_[query]; }

}  // namespace vtk

VTK_EXPORT void vtk_search(const SearchBlock* blocks, int block_count, int64_t width, const float* queries, int64_t count, int64_t k, float* scores,
                           int64_t* indices, int threads) {
    // Heaps of no hits have no worst one to give up.
    if (k <= 0 || count <= 0)
        return;
    const vtk::SearchKernels& kernel = kernels();
    const int64_t rows_at_once = std::max<int64_t>(1, task_bytes / (width * static_cast<int64_t>(sizeof(float)) * kernel.tile_rows)) * kernel.tile_rows;
    std::vector<Task> tasks;
    int64_t first = 0;
    for (int b = 0; b < block_count; b++) {
        for (int64_t row = 0; row < blocks[b].rows; row += rows_at_once)
            tasks.push_back({blocks[b].vectors + row * width, std::min(rows_at_once, blocks[b].rows - row), first + row});
        first += blocks[b].rows;
    }
    const int64_t columns = count == 1 ? 1 : padded(count, kernel.lanes);
    std::vector<float> packed(count == 1 ? padded(width, kernel.lanes) : columns * width);
    kernel.pack(queries, count, width, packed.data());
    const int64_t task_count = static_cast<int64_t>(tasks.size());
    const int used = static_cast<int>(std::clamp<int64_t>(threads, 1, std::max<int64_t>(1, task_count)));
    std::vector<vtk::SearchBest> best(used, vtk::SearchBest(count, k, columns));
    // Monotonic: each thread sees rows in rising order, as SearchBest takes them.
#pragma omp parallel for schedule(monotonic : dynamic) num_threads(used) if (used > 1)
    for (int64_t i = 0; i < task_count; i++) {
#if defined(_OPENMP)
        const int thread = omp_get_thread_num();
#else
        const int thread = 0;
#endif
        const Task& task = tasks[i];
        kernel.search(task.vectors, task.rows, width, task.first, packed.data(), count, best[thread]);
    }

    std::vector<vtk::SearchHit> hits;
    for (int64_t query = 0; query < count; query++) {
        hits.clear();
        for (const vtk::SearchBest& one : best)
            hits.insert(hits.end(), one.of(query).begin(), one.of(query).end());
        const int64_t found = std::min(k, static_cast<int64_t>(hits.size()));
        std::partial_sort(hits.begin(), hits.begin() + found, hits.end(), better);
        for (int64_t i = 0; i < k; i++) {
            scores[query * k + i] = i < found ? hits[i].score : -std::numeric_limits<float>::infinity();
            indices[query * k + i] = i < found ? hits[i].index : -1;
        }
    }
}
