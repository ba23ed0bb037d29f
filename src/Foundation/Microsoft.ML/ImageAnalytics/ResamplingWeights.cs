namespace Microsoft.ML.Transforms.Image;

/// <summary>
/// For each target position of one dimension the source positions that it is made of: by Mitchell's cubic when enlarging, by a triangle as
/// wide as the step when shrinking. The same size stays as it is, which Mitchell's cubic alone would blur.
/// </summary>
internal sealed class ResamplingWeights
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <param name="source">Source length.</param>
    /// <param name="target">Target length.</param>
    /// <param name="from">First target position that is wanted.</param>
    /// <param name="end">Behind the last one.</param>
    public ResamplingWeights(int source, int target, int from, int end)
    {
        var count = Math.Max(0, end - from);
        _first = new int[count];
        _weights = new float[count][];
        var step = (double)source / target;
        var shrinking = step > 1;
        var radius = shrinking ? step : 2;
        for (var i = 0; i < count; i++)
        {
            if (source == target)
            {
                (_first[i], _weights[i]) = (from + i, [1]);
                continue;
            }
            var center = (from + i + 0.5) * step;
            var first = Math.Max(0, (int)Math.Floor(center - radius + 0.5));
            var last = Math.Min(source - 1, (int)Math.Ceiling(center + radius - 0.5) - 1);
            last = Math.Max(last, first);
            first = Math.Min(first, last);
            var weights = new float[last - first + 1];
            for (var k = 0; k < weights.Length; k++)
            {
                var distance = Math.Abs(first + k + 0.5 - center);
                weights[k] = (float)(shrinking ? Math.Max(0, 1 - distance / step) : Mitchell(distance));
            }
            var sum = weights.Sum();
            for (var k = 0; k < weights.Length; k++)
                weights[k] = sum == 0 ? 1f / weights.Length : weights[k] / sum;
            _first[i] = first;
            _weights[i] = weights;
        }
    }

    /// <summary>The source positions that are needed at all: the first, and how many.</summary>
    public (int First, int Count) Span => _first.Length == 0 ? (0, 0) : (_first.Min(), _first.Zip(_weights, (f, w) => f + w.Length).Max() - _first.Min());

    /// <summary>One row of four-byte pixels to three colours a target position.</summary>
    public void ApplyAcross(ReadOnlySpan<byte> row, Span<float> target)
    {
        for (var i = 0; i < _first.Length; i++)
        {
            float a = 0, b = 0, c = 0;
            var pixels = row[(4 * _first[i])..];
            var weights = _weights[i];
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = weights[k];
                a += weight * pixels[4 * k];
                b += weight * pixels[4 * k + 1];
                c += weight * pixels[4 * k + 2];
            }
            target[3 * i] = a;
            target[3 * i + 1] = b;
            target[3 * i + 2] = c;
        }
    }

    /// <summary>The target row, from source rows of which the first stands for position <paramref name="firstRow"/>.</summary>
    public void ApplyDown(int row, float[] rows, int firstRow, Span<float> target)
    {
        target.Clear();
        var weights = _weights[row];
        for (var k = 0; k < weights.Length; k++)
        {
            var source = rows.AsSpan((_first[row] + k - firstRow) * target.Length, target.Length);
            for (var i = 0; i < target.Length; i++)
                target[i] += weights[k] * source[i];
        }
    }

    /// <summary>With B = C = 1/3 (Mitchell and Netravali, 1988).</summary>
    private static double Mitchell(double x) => x switch
    {
        < 1 => (7 * x * x * x - 12 * x * x + 16.0 / 3) / 6,
        < 2 => (-7.0 / 3 * x * x * x + 12 * x * x - 20 * x + 32.0 / 3) / 6,
        _ => 0,
    };
}
