// AdamW (Loshchilov and Hutter, 2019) over all tensors of a network in one pass: each element is read and written once, where a
// step made of tensor operations passes over memory a dozen times and pays a dispatch for each.
//
//   p -= lr * wd * p;  m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2
//   p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
//
// in the order of operations of torch.optim.AdamW. Every element is computed by itself, so the result does not depend on how the
// work is divided among threads.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

struct AdamWTensor {
    float* parameter;
    float* gradient;
    float* mean;
    float* square;
    int64_t size;
    double learning_rate;
    double weight_decay;
};

// What is the same for all elements of a tensor, rounded to float once as libtorch rounds its scalars.
struct Constants {
    float keep;        // 1 - lr wd
    float beta1;
    float rest1;       // 1 - beta1
    float beta2;
    float rest2;
    float correction;  // sqrt(1 - beta2^t)
    float epsilon;
    float step;        // -lr / (1 - beta1^t)
};

void update_portable(const AdamWTensor& t, int64_t from, int64_t to, const Constants& c) {
    for (int64_t i = from; i < to; i++) {
        const float g = t.gradient[i];
        const float m = t.mean[i] * c.beta1 + c.rest1 * g;
        const float v = t.square[i] * c.beta2 + c.rest2 * g * g;
        t.mean[i] = m;
        t.square[i] = v;
        t.parameter[i] = t.parameter[i] * c.keep + c.step * (m / (std::sqrt(v) / c.correction + c.epsilon));
    }
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) void update_avx2(const AdamWTensor& t, int64_t from, int64_t to, const Constants& c) {
    const __m256 keep = _mm256_set1_ps(c.keep), beta1 = _mm256_set1_ps(c.beta1), rest1 = _mm256_set1_ps(c.rest1);
    const __m256 beta2 = _mm256_set1_ps(c.beta2), rest2 = _mm256_set1_ps(c.rest2), correction = _mm256_set1_ps(c.correction);
    const __m256 epsilon = _mm256_set1_ps(c.epsilon), step = _mm256_set1_ps(c.step);
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    for (int64_t i = from; i < to; i += 8) {
        // The tail goes through the same instructions under a mask, so that an element's result does not depend on its place.
        const __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(std::min<int64_t>(to - i, 8))), lanes);
        const __m256 g = _mm256_maskload_ps(t.gradient + i, mask);
        const __m256 m = _mm256_fmadd_ps(rest1, g, _mm256_mul_ps(_mm256_maskload_ps(t.mean + i, mask), beta1));
        const __m256 v = _mm256_fmadd_ps(_mm256_mul_ps(rest2, g), g, _mm256_mul_ps(_mm256_maskload_ps(t.square + i, mask), beta2));
        const __m256 denominator = _mm256_add_ps(_mm256_div_ps(_mm256_sqrt_ps(v), correction), epsilon);
        const __m256 p = _mm256_mul_ps(_mm256_maskload_ps(t.parameter + i, mask), keep);
        _mm256_maskstore_ps(t.mean + i, mask, m);
        _mm256_maskstore_ps(t.square + i, mask, v);
        _mm256_maskstore_ps(t.parameter + i, mask, _mm256_fmadd_ps(step, _mm256_div_ps(m, denominator), p));
    }
}

__attribute__((target("avx512f"))) void update_avx512(const AdamWTensor& t, int64_t from, int64_t to, const Constants& c) {
    const __m512 keep = _mm512_set1_ps(c.keep), beta1 = _mm512_set1_ps(c.beta1), rest1 = _mm512_set1_ps(c.rest1);
    const __m512 beta2 = _mm512_set1_ps(c.beta2), rest2 = _mm512_set1_ps(c.rest2), correction = _mm512_set1_ps(c.correction);
    const __m512 epsilon = _mm512_set1_ps(c.epsilon), step = _mm512_set1_ps(c.step);
    for (int64_t i = from; i < to; i += 16) {
        const __mmask16 mask = to - i >= 16 ? static_cast<__mmask16>(0xFFFF) : static_cast<__mmask16>((1u << (to - i)) - 1);
        const __m512 g = _mm512_maskz_loadu_ps(mask, t.gradient + i);
        const __m512 m = _mm512_fmadd_ps(rest1, g, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, t.mean + i), beta1));
        const __m512 v = _mm512_fmadd_ps(_mm512_mul_ps(rest2, g), g, _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, t.square + i), beta2));
        const __m512 denominator = _mm512_add_ps(_mm512_div_ps(_mm512_sqrt_ps(v), correction), epsilon);
        const __m512 p = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, t.parameter + i), keep);
        _mm512_mask_storeu_ps(t.mean + i, mask, m);
        _mm512_mask_storeu_ps(t.square + i, mask, v);
        _mm512_mask_storeu_ps(t.parameter + i, mask, _mm512_fmadd_ps(step, _mm512_div_ps(m, denominator), p));
    }
}

#endif

void update(const AdamWTensor& t, int64_t from, int64_t to, const Constants& c, vtk::CpuLevel level) {
#if defined(__x86_64__)
    if (level == vtk::CpuLevel::avx512)
        return update_avx512(t, from, to, c);
    if (level == vtk::CpuLevel::avx2)
        return update_avx2(t, from, to, c);
#endif
    update_portable(t, from, to, c);
}

constexpr int64_t piece = 1 << 14;         // elements a thread takes at a time: 64 KiB of each of the four arrays
constexpr int64_t worth_threads = 1 << 18; // below this, waking a second thread costs more than it saves

}  // namespace

VTK_EXPORT void vtk_adamw_step(const AdamWTensor* tensors, int count, double beta1, double beta2, double epsilon, int64_t step, int threads) {
    const vtk::CpuLevel level = vtk::cpu_level();
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
    const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
    int64_t total = 0;
    for (int i = 0; i < count; i++)
        total += tensors[i].size;
    const int used = total < worth_threads ? 1 : std::max(1, threads);

    for (int i = 0; i < count; i++) {
        const AdamWTensor& t = tensors[i];
        const Constants c = {
            static_cast<float>(1 - t.learning_rate * t.weight_decay),
            static_cast<float>(beta1), static_cast<float>(1 - beta1),
            static_cast<float>(beta2), static_cast<float>(1 - beta2),
            static_cast<float>(std::sqrt(correction2)), static_cast<float>(epsilon),
            static_cast<float>(-t.learning_rate / correction1),
        };
        if (used == 1 || t.size < 4 * piece) {
            update(t, 0, t.size, c, level);
            continue;
        }
        const int64_t pieces = (t.size + piece - 1) / piece;
#pragma omp parallel for schedule(static) num_threads(used)
        for (int64_t p = 0; p < pieces; p++)
            update(t, p * piece, std::min(t.size, (p + 1) * piece), c, level);
    }
}
