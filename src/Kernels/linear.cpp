// A linear layer y = x w^T + bias and its gradients, as a transformer has them: many rows of a few hundred numbers.
//
//   x [rows, in]   w [out, in]   bias [out]   y [rows, out]
//
// A library for matrices of any kind wakes threads of its own for each product and passes over the result again to add the bias or to sum
// its gradient; here both are part of the product, and the threads are those that everything else runs on.
#include "linear.h"

#include <algorithm>

#include "cpu.h"

namespace {

const vtk::LinearKernels& kernels() {
    switch (vtk::cpu_level()) {
#if defined(__x86_64__)
        case vtk::CpuLevel::avx512: return vtk_avx512::linear;
        case vtk::CpuLevel::avx2: return vtk_avx2::linear;
#endif
        default: return vtk_portable::linear;
    }
}

constexpr int64_t worth_threads = 1 << 19; // multiplications below which waking a second thread costs more than it saves

// The share of the number part of parts in count, in whole units.
int64_t border(int64_t count, int64_t unit, int64_t part, int64_t parts) {
    const int64_t units = (count + unit - 1) / unit;
    return std::min(count, units * part / parts * unit);
}

// Each thread takes some rows of the result, or some columns where there are more of them.
void multiply(const vtk::Product& whole, int threads) {
    const auto& k = kernels();
    const bool by_rows = whole.rows >= whole.columns;
    const int64_t units = by_rows ? (whole.rows + k.tile_rows - 1) / k.tile_rows : (whole.columns + k.tile_columns - 1) / k.tile_columns;
    const bool small = whole.rows * whole.columns * whole.depth < worth_threads;
    const int parts = small ? 1 : static_cast<int>(std::min<int64_t>(std::max(1, threads), units));
#pragma omp parallel for schedule(static) num_threads(parts) if (parts > 1)
    for (int part = 0; part < parts; part++) {
        vtk::Product p = whole;
        if (by_rows) {
            const int64_t from = border(whole.rows, k.tile_rows, part, parts);
            p.rows = border(whole.rows, k.tile_rows, part + 1, parts) - from;
            p.a += from * p.a_row;
            p.c += from * p.c_row;
            p.a_sums = p.a_sums ? p.a_sums + from : nullptr;
        } else {
            const int64_t from = border(whole.columns, k.tile_columns, part, parts);
            p.columns = border(whole.columns, k.tile_columns, part + 1, parts) - from;
            p.b += from * p.b_column;
            p.c += from;
            p.bias = p.bias ? p.bias + from : nullptr;
            p.a_sums = part == 0 ? p.a_sums : nullptr;
        }
        k.product(p);
    }
}

}  // namespace

// bias may be null.
VTK_EXPORT void vtk_linear_forward(const float* x, const float* w, const float* bias, float* y, int64_t rows, int64_t in, int64_t out, int threads) {
    multiply({rows, out, in, x, in, 1, w, 1, in, y, out, bias, nullptr}, threads);
}

VTK_EXPORT void vtk_linear_input_gradient(const float* w, const float* gradient, float* result, int64_t rows, int64_t in, int64_t out, int threads) {
    multiply({rows, in, out, gradient, out, 1, w, in, 1, result, in, nullptr, nullptr}, threads);
}

// bias_result may be null.
VTK_EXPORT void vtk_linear_weight_gradient(const float* x, const float* gradient, float* result, float* bias_result, int64_t rows, int64_t in,
                                           int64_t out, int threads) {
    multiply({out, in, rows, gradient, 1, out, x, in, 1, result, in, nullptr, bias_result}, threads);
}
