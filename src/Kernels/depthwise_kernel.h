// The weight gradient of a depthwise convolution of 5x5 pixels, a register of channels at a time.
//
// Libraries treat it as a convolution with one channel a group, or gather patches first. With the channels last, each of the 25 sums is an
// elementwise product of two rows that lie in the cache.
#include "depthwise.h"
#include "vectors.h"

namespace VTK_NAMESPACE {

using vtk::depthwise_side;

template <bool Whole>
void depthwise_weight_gradient(const vtk::DepthwiseSizes& s, const float* x, const float* output_gradient, float* result, int64_t channel) {
    constexpr int64_t border = depthwise_side / 2;
    const int64_t count = Whole ? lanes : s.channels - channel;
    const int64_t pixel = s.channels, row = s.columns * pixel, map = s.rows * row;
    Floats sums[depthwise_side][depthwise_side] = {};
    for (int64_t b = 0; b < s.batch; b++) {
        for (int64_t y = 0; y < s.rows; y++) {
            const float* above = output_gradient + b * map + y * row + channel;
            for (int64_t i = 0; i < depthwise_side; i++) {
                if (y + i < border || y + i - border >= s.rows)
                    continue;
                const float* below = x + b * map + (y + i - border) * row + channel;
                // A sum a row: adding short sums keeps more digits than one long sum.
                Floats taps[depthwise_side] = {};
                const auto border_pixel = [&](int64_t column) {
                    const Floats g = load_part(above + column * pixel, count);
                    for (int64_t j = 0; j < depthwise_side; j++)
                        if (column + j >= border && column + j - border < s.columns)
                            taps[j] += g * load_part(below + (column + j - border) * pixel, count);
                };
                int64_t column = 0;
                for (; column < std::min(border, s.columns); column++)
                    border_pixel(column);
                for (; column < s.columns - border; column++) {
                    const Floats g = load_part(above + column * pixel, count);
                    for (int64_t j = 0; j < depthwise_side; j++)
                        taps[j] += g * load_part(below + (column + j - border) * pixel, count);
                }
                for (; column < s.columns; column++)
                    border_pixel(column);
                for (int64_t j = 0; j < depthwise_side; j++)
                    sums[i][j] += taps[j];
            }
        }
    }
    for (int64_t c = 0; c < count; c++)
        for (int64_t i = 0; i < depthwise_side; i++)
            for (int64_t j = 0; j < depthwise_side; j++)
                result[((channel + c) * depthwise_side + i) * depthwise_side + j] = sums[i][j][c];
}

void depthwise_weight_gradient_of(const vtk::DepthwiseSizes& s, const float* x, const float* output_gradient, float* result, int64_t channel) {
    (channel + lanes <= s.channels ? depthwise_weight_gradient<true> : depthwise_weight_gradient<false>)(s, x, output_gradient, result, channel);
}

extern const vtk::DepthwiseKernels depthwise;
const vtk::DepthwiseKernels depthwise = {lanes, depthwise_weight_gradient_of};

}  // namespace VTK_NAMESPACE
