// Errors, memory, threads: what belongs to the library as a whole.
#include "bridge.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <malloc.h>
#include <string>

static thread_local std::string last_error;

void remember_exception() noexcept {
    try {
        try { throw; }
        catch (const c10::Error& e) { last_error = e.what_without_backtrace(); }
        catch (const std::exception& e) { last_error = e.what(); }
        catch (...) { last_error = "unknown native exception"; }
    } catch (...) { }
}

EXPORT const char* bridge_last_error() { return last_error.c_str(); }
EXPORT const char* bridge_torch_version() { return TORCH_VERSION; }
EXPORT void bridge_free(void* p) { std::free(p); }

// Activations of one step are as large as the next step's: kept in the heap they are not given back and faulted in page by page again.
EXPORT void bridge_keep_memory() {
#ifdef __GLIBC__
    // Older C libraries take no more than 32 MB here.
    if (!mallopt(M_MMAP_THRESHOLD, 1 << 30)) mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

BRIDGE_ACTION(threads_set, (int n), at::set_num_threads(n))
EXPORT int threads_get() { return at::get_num_threads(); }
BRIDGE_ACTION(threads_set_interop, (int n), at::set_num_interop_threads(n))
EXPORT int threads_get_interop() { return at::get_num_interop_threads(); }

BRIDGE_ACTION(default_dtype_set, (int dtype), at::set_default_dtype(c10::scalarTypeToTypeMeta((at::ScalarType)dtype)))
EXPORT int default_dtype_get() { return (int)c10::typeMetaToScalarType(at::get_default_dtype()); }

// The count through the device guard: the hooks' own name for it differs between versions of libtorch.
int cuda_devices() noexcept {
    try { return at::hasCUDA() ? (int)c10::impl::getDeviceGuardImpl(at::kCUDA)->deviceCount() : 0; } catch (...) { return 0; }
}
EXPORT int cuda_is_available() { return cuda_devices() > 0; }
EXPORT int cuda_device_count() { return cuda_devices(); }
EXPORT int cuda_is_cudnn_available() { try { return cuda_devices() > 0 && at::detail::getCUDAHooks().hasCuDNN(); } catch (...) { return 0; } }
BRIDGE_ACTION(cuda_synchronize, (int64_t index),
    if (index < 0) index = c10::impl::getDeviceGuardImpl(at::kCUDA)->getDevice().index();
    at::detail::getCUDAHooks().deviceSynchronize((at::DeviceIndex)index))

// 0 and 1: TF32 in matrix products and in cuDNN; 2 and 3: the flash and the plain attention kernels.
EXPORT int backend_get(int what) {
    auto& c = at::globalContext();
    return what == 0 ? c.allowTF32CuBLAS() : what == 1 ? c.allowTF32CuDNN() : what == 2 ? c.userEnabledFlashSDP() : c.userEnabledMathSDP();
}
BRIDGE_ACTION(backend_set, (int what, int on),
    auto& c = at::globalContext();
    if (what == 0) c.setAllowTF32CuBLAS(on != 0);
    else if (what == 1) c.setAllowTF32CuDNN(on != 0);
    else if (what == 2) c.setSDPUseFlash(on != 0);
    else c.setSDPUseMath(on != 0))
