#pragma once
// Vectors of LANES floats by the compiler's vector extension, and what the kernels do with them. Included by files that are each
// compiled for one instruction set; everything here is local to the including file.
#include <cstdint>
#include <cstring>

namespace {

typedef float Vec __attribute__((vector_size(LANES * 4)));
typedef int32_t IVec __attribute__((vector_size(LANES * 4)));

inline Vec load(const float* p) {
    Vec v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

inline void store(float* p, Vec v) { std::memcpy(p, &v, sizeof v); }

inline void store(float* p, Vec v, int64_t lanes) {
    if (lanes >= LANES)
        return store(p, v);
    for (int64_t i = 0; i < lanes; i++)
        p[i] = v[i];
}

inline Vec splat(float x) { return Vec{} + x; }

inline Vec select(IVec mask, Vec yes, Vec no) { return (Vec)((mask & (IVec)yes) | (~mask & (IVec)no)); }

inline Vec max(Vec a, Vec b) { return select(a > b, a, b); }

inline float sum(Vec v) {
    float lanes[LANES];
    store(lanes, v);
    for (int step = LANES / 2; step > 0; step /= 2)
        for (int i = 0; i < step; i++)
            lanes[i] += lanes[i + step];
    return lanes[0];
}

inline float largest(Vec v) {
    float result = v[0];
    for (int i = 1; i < LANES; i++)
        result = v[i] > result ? v[i] : result;
    return result;
}

// e^x: x = n ln 2 + r, |r| <= ln 2 / 2, a polynomial for e^r and n put into the exponent. Relative error below 2e-7; 0 below -87.
inline Vec exp(Vec x) {
    const IVec small = x < -87.0f;
    x = max(x, splat(-87.0f));
    const Vec rounder = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to a whole number
    const Vec n = (x * 1.44269504088896341f + rounder) - rounder;
    const Vec r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    Vec p = splat(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = (p * r) * r + r + 1.0f;
    const IVec power = (__builtin_convertvector(n, IVec) + 127) << 23;
    return select(small, Vec{}, p * (Vec)power);
}

}  // namespace
