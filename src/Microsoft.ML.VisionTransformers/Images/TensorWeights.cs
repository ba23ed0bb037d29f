namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>What one target pixel takes from a window of source pixels along an axis, as <c>torch.nn.functional.interpolate</c> has it.</summary>
/// <param name="First">Where the window begins.</param>
/// <param name="Weights">A weight each, adding up to 1.</param>
internal readonly record struct TensorWeights(int First, float[] Weights)
{
    // torch's cubic is sharper than Pillow's where it doesn't antialias.
    private const double Sharpness = -0.75;

    /// <summary>The window of each of <paramref name="to"/> target pixels.</summary>
    public static TensorWeights[] Create(int from, int to, Interpolation interpolation, bool antialias)
    {
        var scale = (double)from / to;
        return [.. Enumerable.Range(0, to).Select(target => interpolation switch
        {
            Interpolation.Nearest => new TensorWeights(Math.Min((int)(target * scale), from - 1), [1]),
            _ when antialias => Widened(from, scale, (target + 0.5) * scale, interpolation),
            Interpolation.Bicubic => Cubic(from, (target + 0.5) * scale - 0.5),
            _ => Linear(from, (target + 0.5) * scale - 0.5),
        })];
    }

    private static TensorWeights Widened(int from, double scale, double centre, Interpolation interpolation)
    {
        var stretch = Math.Max(scale, 1);
        var support = ResampleFilter.Support(interpolation) * stretch;
        var first = Math.Max(0, (int)(centre - support + 0.5));
        var count = Math.Min(from, (int)(centre + support + 0.5)) - first;
        var values = Enumerable.Range(first, count).Select(i => ResampleFilter.Value(interpolation, (i - centre + 0.5) / stretch)).ToArray();
        var total = values.Sum();
        return new TensorWeights(first, [.. values.Select(value => (float)(value / total))]);
    }

    private static TensorWeights Linear(int from, double position)
    {
        position = Math.Clamp(position, 0, from - 1);
        var first = Math.Min((int)position, Math.Max(0, from - 2));
        var share = (float)(position - first);
        return new TensorWeights(first, from == 1 ? [1] : [1 - share, share]);
    }

    /// <summary>Four neighbours; those beyond the edge count for the pixel at the edge.</summary>
    private static TensorWeights Cubic(int from, double position)
    {
        var start = (int)Math.Floor(position) - 1;
        var (first, last) = (Math.Clamp(start, 0, from - 1), Math.Clamp(start + 3, 0, from - 1));
        var weights = new float[last - first + 1];
        for (var i = start; i < start + 4; i++)
            weights[Math.Clamp(i, first, last) - first] += (float)Kernel(Math.Abs(position - i));
        return new TensorWeights(first, weights);
    }

    private static double Kernel(double x) => x <= 1
        ? ((Sharpness + 2) * x - (Sharpness + 3)) * x * x + 1
        : x < 2 ? (((x - 5) * x + 8) * x - 4) * Sharpness : 0;
}
