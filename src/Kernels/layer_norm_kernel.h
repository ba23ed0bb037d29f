// Layer normalisation of a row at a time, which stays in the first-level cache between the passes over it.
#include <cmath>

#include "layer_norm.h"
#include "vectors.h"

namespace VTK_NAMESPACE {

// Runs f on the registers of a row.
template <class Function>
inline void for_row(int64_t width, Function f) {
    int64_t c = 0;
    for (; c + lanes <= width; c += lanes)
        f(c, lanes);
    if (c < width)
        f(c, width - c);
}

// The register's floats up to count, 0 instead of the others.
inline Floats only(Floats v, int64_t count) {
    float numbers[lanes];
    store_part(numbers, v, lanes);
    return load_part(numbers, count);
}

void layer_norm_forward(const float* x, const float* weight, const float* bias, float* y, float* statistics, int64_t width, float epsilon, int64_t from,
                        int64_t to) {
    for (int64_t r = from; r < to; r++) {
        const float* row = x + r * width;
        Floats sum{}, squares{};
        for_row(width, [&](int64_t c, int64_t count) { sum += load_part(row + c, count); });
        const float mean = total(sum) / width;
        // About the mean, in a second pass: the mean of the squares less the square of the mean would lose digits.
        for_row(width, [&](int64_t c, int64_t count) {
            Floats d = load_part(row + c, count) - mean;
            if (count < lanes)
                d = only(d, count);
            squares += d * d;
        });
        const float scale = 1 / std::sqrt(total(squares) / width + epsilon);
        if (statistics) {
            statistics[2 * r] = mean;
            statistics[2 * r + 1] = scale;
        }
        float* target = y + r * width;
        for_row(width, [&](int64_t c, int64_t count) {
            store_part(target + c, (load_part(row + c, count) - mean) * scale * load_part(weight + c, count) + load_part(bias + c, count), count);
        });
    }
}

// With n = (x - mean) scale and g = gradient weight: dx = scale (g - mean(g) - n mean(g n)), dweight = sum(gradient n), dbias = sum(gradient).
void layer_norm_backward(const float* x, const float* weight, const float* statistics, const float* gradient, float* result, float* weight_sums,
                         float* bias_sums, int64_t width, int64_t from, int64_t to) {
    for (int64_t r = from; r < to; r++) {
        const float* row = x + r * width;
        const float* above = gradient + r * width;
        float* target = result + r * width;
        const float mean = statistics[2 * r], scale = statistics[2 * r + 1];
        Floats along{}, sum{};
        for_row(width, [&](int64_t c, int64_t count) {
            const Floats d = load_part(above + c, count), g = d * load_part(weight + c, count);
            const Floats n = (load_part(row + c, count) - mean) * scale;
            sum += g;
            along += g * n;
            store_part(weight_sums + c, load_part(weight_sums + c, count) + d * n, count);
            store_part(bias_sums + c, load_part(bias_sums + c, count) + d, count);
        });
        const float g_mean = total(sum) / width, gn_mean = total(along) / width;
        for_row(width, [&](int64_t c, int64_t count) {
            const Floats g = load_part(above + c, count) * load_part(weight + c, count);
            const Floats n = (load_part(row + c, count) - mean) * scale;
            store_part(target + c, (g - g_mean - n * gn_mean) * scale, count);
        });
    }
}

extern const vtk::LayerNormKernels layer_norm;
const vtk::LayerNormKernels layer_norm = {layer_norm_forward, layer_norm_backward};

}  // namespace VTK_NAMESPACE
