// Registers of floats for kernels that are built once for each instruction set: the including file sets VTK_NAMESPACE and VTK_VECTOR
// (bytes of a register).
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>

namespace VTK_NAMESPACE {

typedef float Floats __attribute__((vector_size(VTK_VECTOR), aligned(4), may_alias));
typedef int32_t Ints __attribute__((vector_size(VTK_VECTOR), aligned(4), may_alias));
constexpr int64_t lanes = VTK_VECTOR / 4;

inline Floats load(const float* p) { return *reinterpret_cast<const Floats*>(p); }
inline void store(float* p, Floats v) { *reinterpret_cast<Floats*>(p) = v; }

// The first of a register's floats, the others 0, where fewer than a register are left.
inline Floats load_part(const float* p, int64_t count) {
    if (count == lanes)
        return load(p);
    Floats v{};
    std::memcpy(&v, p, count * sizeof(float));
    return v;
}

inline void store_part(float* p, Floats v, int64_t count) {
    if (count == lanes)
        store(p, v);
    else
        std::memcpy(p, &v, count * sizeof(float));
}

inline Floats broadcast(float x) { return x - Floats{}; }
inline int64_t padded(int64_t count) { return (count + lanes - 1) / lanes * lanes; }

// e^x to about 2 units in the last place, for x <= 0; below -87 it is 0 to a float.
inline Floats exponential(Floats x) {
    const Floats floor = broadcast(-87.0f);
    x = x > floor ? x : floor;
    // Adding 1.5 * 2^23 rounds to an integer that stands in the low bits.
    const Floats shifted = x * 1.44269504088896341f + 12582912.0f;
    const Floats whole = shifted - 12582912.0f;
    Floats r = x - whole * 0.693359375f;
    r = r + whole * 2.12194440e-4f;
    Floats y = r * 1.9875691500e-4f + 1.3981999507e-3f;
    y = y * r + 8.3334519073e-3f;
    y = y * r + 4.1665795894e-2f;
    y = y * r + 1.6666665459e-1f;
    y = y * r + 5.0000001201e-1f;
    y = y * r * r + r + 1.0f;
    Ints power;
    std::memcpy(&power, &shifted, sizeof power);
    power = (power - 0x4B400000 + 127) << 23;
    Floats scale;
    std::memcpy(&scale, &power, sizeof scale);
    return y * scale;
}

// A register's floats as one, by halves: one after the other they would wait for each other.
template <class Function>
float fold(Floats v, Function both) {
    typedef float Four __attribute__((vector_size(16)));
    constexpr int64_t count = lanes / 4;
    Four parts[count];
    std::memcpy(parts, &v, sizeof parts);
    for (int64_t half = count / 2; half > 0; half /= 2)
        for (int64_t i = 0; i < half; i++)
            parts[i] = both(parts[i], parts[i + half]);
    return both(both(parts[0][0], parts[0][2]), both(parts[0][1], parts[0][3]));
}

inline float largest(Floats v) {
    return fold(v, [](auto a, auto b) { return a > b ? a : b; });
}

inline float total(Floats v) {
    return fold(v, [](auto a, auto b) { return a + b; });
}

}  // namespace VTK_NAMESPACE
