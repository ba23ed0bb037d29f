namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// The one-dimensional weights of bicubic resampling. A grid is resampled as <c>rows x grid x columns^T</c>, which needs no
/// interpolation operator (TorchSharp's differs between versions) and is differentiable.
/// </summary>
internal static class CubicKernel
{
    /// <summary>The matrix <c>[output, input]</c>, row-major, that takes <paramref name="input"/> samples to <paramref name="output"/>.</summary>
    public static float[] Weights(int input, int output, PositionResampling kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(output, 1);
        var weights = new float[output * input];
        for (var row = 0; row < output; row++)
        {
            var target = weights.AsSpan(row * input, input);
            if (kernel == PositionResampling.Plain)
                Plain(target, row, (double)input / output);
            else
                Antialiased(target, row, (double)input / output);
        }
        return weights;
    }

    /// <summary>Four neighbours of the sampled point; those outside fall on the border sample.</summary>
    private static void Plain(Span<float> weights, int row, double scale)
    {
        var point = (row + 0.5) * scale - 0.5;
        var left = (int)Math.Floor(point);
        var offset = point - left;
        for (var tap = -1; tap <= 2; tap++)
            weights[Math.Clamp(left + tap, 0, weights.Length - 1)] += (float)Cubic(tap - offset, -0.75);
    }

    /// <summary>Pillow's rule: the kernel is stretched by the shrink factor, cut at the borders and normalised.</summary>
    private static void Antialiased(Span<float> weights, int row, double scale)
    {
        var stretch = Math.Max(scale, 1);
        var center = (row + 0.5) * scale;
        var first = Math.Max(0, (int)(center - 2 * stretch + 0.5));
        var end = Math.Min(weights.Length, (int)(center + 2 * stretch + 0.5));
        double total = 0;
        for (var i = first; i < end; i++)
            total += Cubic((i - center + 0.5) / stretch, -0.5);
        for (var i = first; i < end; i++)
            weights[i] = (float)(Cubic((i - center + 0.5) / stretch, -0.5) / total);
    }

    /// <summary>Keys' cubic convolution kernel.</summary>
    private static double Cubic(double x, double a)
    {
        x = Math.Abs(x);
        if (x < 1)
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
    }
}
