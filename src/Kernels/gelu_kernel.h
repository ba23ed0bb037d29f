// GELU by the exact error function, and OpenAI's quick one by the logistic function, a register at a time.
#include "gelu.h"
#include "vectors.h"

namespace VTK_NAMESPACE {

// erf(x) as x times a quotient of polynomials in x^2, good to a few units in the last place; beyond 4 it is 1 to a float.
inline Floats error_function(Floats x) {
    const Floats limit = broadcast(4.0f);
    x = x > limit ? limit : x;
    x = x < -limit ? -limit : x;
    const Floats s = x * x;
    Floats p = s * -2.72614225801306e-10f + 2.77068142495902e-08f;
    p = p * s - 2.10102402082508e-06f;
    p = p * s - 5.69250639462346e-05f;
    p = p * s - 7.34990630326855e-04f;
    p = p * s - 2.95459980854025e-03f;
    p = p * s - 1.60960333262415e-02f;
    Floats q = s * -1.45660718464996e-05f - 2.13374055278905e-04f;
    q = q * s - 1.68282697438203e-03f;
    q = q * s - 7.37332916720468e-03f;
    q = q * s - 1.42647390514189e-02f;
    return x * p / q;
}

// Runs f on whole registers, and on a padded one for the rest.
template <class Function>
inline void for_registers(int64_t from, int64_t to, Function f) {
    int64_t i = from;
    for (; i + lanes <= to; i += lanes)
        f(i, lanes);
    if (i < to)
        f(i, to - i);
}

void gelu_forward(const float* x, float* y, int64_t from, int64_t to) {
    for_registers(from, to, [=](int64_t i, int64_t count) {
        const Floats v = load_part(x + i, count);
        const Floats half = v * 0.5f;
        store_part(y + i, half * error_function(v * 0.70710678118654752f) + half, count);
    });
}

void gelu_backward(const float* x, const float* gradient, float* result, int64_t from, int64_t to) {
    for_registers(from, to, [=](int64_t i, int64_t count) {
        const Floats v = load_part(x + i, count);
        const Floats share = error_function(v * 0.70710678118654752f) * 0.5f + 0.5f;
        const Floats density = exponential(v * v * -0.5f) * 0.3989422804014327f;
        store_part(result + i, load_part(gradient + i, count) * (share + v * density), count);
    });
}

// Both at once, for who kept x alone: gradient may be result.
void gelu_again(const float* x, const float* gradient, float* y, float* result, int64_t from, int64_t to) {
    for_registers(from, to, [=](int64_t i, int64_t count) {
        const Floats v = load_part(x + i, count);
        const Floats half = v * 0.5f, erf = error_function(v * 0.70710678118654752f);
        const Floats density = exponential(v * v * -0.5f) * 0.3989422804014327f;
        store_part(y + i, half * erf + half, count);
        store_part(result + i, load_part(gradient + i, count) * (erf * 0.5f + 0.5f + v * density), count);
    });
}

// 1 / (1 + exp(-x)), by the exponential of a number below 0: those above overflow.
inline Floats logistic(Floats x) {
    const Floats zero{};
    const Floats small = exponential(x > zero ? -x : x);
    const Floats share = 1.0f / (small + 1.0f);
    return x > zero ? share : small * share;
}

void quick_gelu_forward(const float* x, float* y, int64_t from, int64_t to) {
    for_registers(from, to, [=](int64_t i, int64_t count) {
        const Floats v = load_part(x + i, count);
        store_part(y + i, v * logistic(v * 1.702f), count);
    });
}

void quick_gelu_backward(const float* x, const float* gradient, float* result, int64_t from, int64_t to) {
    for_registers(from, to, [=](int64_t i, int64_t count) {
        const Floats v = load_part(x + i, count);
        const Floats share = logistic(v * 1.702f);
        store_part(result + i, load_part(gradient + i, count) * (share + v * 1.702f * share * (1.0f - share)), count);
    });
}

extern const vtk::GeluKernels gelu;
const vtk::GeluKernels gelu = {gelu_forward, gelu_backward, gelu_again, quick_gelu_forward, quick_gelu_backward};

}  // namespace VTK_NAMESPACE
