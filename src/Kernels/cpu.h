#pragma once
// Which instructions the kernels may use, found once when first asked for.
namespace vtk {

enum class CpuLevel : int { portable = 0, avx2 = 1, avx512 = 2 };

CpuLevel cpu_level();

}  // namespace vtk

#define VTK_EXPORT extern "C" __attribute__((visibility("default")))
