#include "cpu.h"

#include <algorithm>
#include <atomic>

namespace vtk {
namespace {

CpuLevel detect() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return CpuLevel::avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return CpuLevel::avx2;
#endif
    return CpuLevel::portable;
}

const CpuLevel best = detect();
std::atomic<int> current{static_cast<int>(best)};

}  // namespace

CpuLevel cpu_level() { return static_cast<CpuLevel>(current.load(std::memory_order_relaxed)); }

}  // namespace vtk

VTK_EXPORT int vtk_cpu_level() { return static_cast<int>(vtk::cpu_level()); }

// A level below the processor's own, so that each path can be tested on one machine; -1 goes back to the best.
VTK_EXPORT int vtk_set_cpu_level(int level) {
    const int limit = static_cast<int>(vtk::best);
    vtk::current.store(level < 0 ? limit : std::min(level, limit));
    return vtk_cpu_level();
}
