#pragma once
#include <cstdint>

namespace vtk {

// One build of gelu_kernel.h for an instruction set; each works on a range of elements.
struct GeluKernels {
    void (*forward)(const float* x, float* y, int64_t from, int64_t to);
    void (*backward)(const float* x, const float* gradient, float* result, int64_t from, int64_t to);
    void (*again)(const float* x, const float* gradient, float* y, float* result, int64_t from, int64_t to);
    void (*quick_forward)(const float* x, float* y, int64_t from, int64_t to);
    void (*quick_backward)(const float* x, const float* gradient, float* result, int64_t from, int64_t to);
};

}  // namespace vtk

namespace vtk_portable { extern const vtk::GeluKernels gelu; }
namespace vtk_avx2 { extern const vtk::GeluKernels gelu; }
namespace vtk_avx512 { extern const vtk::GeluKernels gelu; }
