#pragma once
#include <cstdint>

namespace vtk {

// C[rows, columns] = A[rows, depth] B[depth, columns] + bias. Of the strides of A and of B one is 1.
struct Product {
    int64_t rows, columns, depth;
    const float* a;
    int64_t a_row, a_column;
    const float* b;
    int64_t b_row, b_column;
    float* c;
    int64_t c_row;
    const float* bias; // [columns], or null
    float* a_sums;     // [rows], to receive the sum of each row of A, or null; only where a_row is 1
};

// One build of linear_kernel.h for an instruction set.
struct LinearKernels {
    int64_t tile_rows;    // what a share of the rows should be a multiple of, that no tile is cut
    int64_t tile_columns; // and a share of the columns
    void (*product)(const Product&);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::LinearKernels linear; }
namespace vtk_avx2 { extern const vtk::LinearKernels linear; }
namespace vtk_avx512 { extern const vtk::LinearKernels linear; }
