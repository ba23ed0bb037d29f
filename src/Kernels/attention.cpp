#include "attention.h"

#include <new>

#include "cpu.h"

namespace {

const AttentionKernels& kernels() {
#if defined(__x86_64__)
    if (vtk::cpu_level() == vtk::CpuLevel::avx512)
        return attention_avx512;
    if (vtk::cpu_level() == vtk::CpuLevel::avx2)
        return attention_avx2;
#endif
    return attention_portable;
}

// Each (image, head) is computed by one thread from start to end, so results do not depend on the number of threads.
template <class Tensors>
int run(void (*one)(const AttentionShape&, const Tensors&, int64_t, int64_t, float*), const AttentionShape& shape, const Tensors& tensors, int threads) {
    const int64_t tasks = shape.batch * shape.heads;
    int failed = 0;
#pragma omp parallel num_threads(threads > 1 ? threads : 1)
    {
        float* scratch = new (std::align_val_t{64}, std::nothrow) float[attention_scratch(shape.tokens, shape.width)];
        if (scratch == nullptr) {
#pragma omp atomic write
            failed = 1;
        }
#pragma omp for schedule(static)
        for (int64_t task = 0; task < tasks; task++)
            if (scratch != nullptr)
                one(shape, tensors, task / shape.heads, task % shape.heads, scratch);
        ::operator delete[](scratch, std::align_val_t{64});
    }
    return failed;
}

}  // namespace

// Both return 0, or 1 when there was no memory for the scratch.
VTK_EXPORT int vtk_attention_forward(const AttentionShape* shape, const AttentionForward* tensors, int threads) {
    return run(kernels().forward, *shape, *tensors, threads);
}

VTK_EXPORT int vtk_attention_backward(const AttentionShape* shape, const AttentionBackward* tensors, int threads) {
    return run(kernels().backward, *shape, *tensors, threads);
}
