using System.Collections.Concurrent;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// What each target pixel of one axis takes from which source pixels: a window that begins at <see cref="Starts"/> and is
/// <see cref="Counts"/> long, with weights in fixed point of <see cref="PrecisionBits"/> bits. The weights are stored split into
/// a high part and a low part of 16 bits each, weight = high * 4096 + low, because the processor multiplies and adds pairs of
/// 16-bit numbers at four times the rate of 32-bit ones; the sums are exact all the same.
/// </summary>
internal sealed class ResampleWeights
{
    public const int PrecisionBits = 32 - 8 - 2;
    public const int SplitBits = 12;

    private static readonly ConcurrentDictionary<(int, int, Interpolation, double), ResampleWeights> s_recent = new();

    private ResampleWeights(int sourceSize, int targetSize, Interpolation interpolation, double extent)
    {
        double scale = extent / targetSize;
        double filterScale = Math.Max(scale, 1);
        double support = ResampleFilter.Support(interpolation) * filterScale;
        int widest = (int)Math.Ceiling(support) * 2 + 1;
        Stride = (widest + 3) / 4 * 4;
        Starts = new int[targetSize];
        Counts = new int[targetSize];
        High = new short[targetSize * Stride];
        Low = new short[targetSize * Stride];
        var window = new double[widest];
        for (int target = 0; target < targetSize; target++)
        {
            double centre = (target + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - support + 0.5));
            int count = Math.Min(sourceSize, (int)(centre + support + 0.5)) - first;
            double total = 0;
            for (int i = 0; i < count; i++)
                total += window[i] = ResampleFilter.Value(interpolation, (i + first - centre + 0.5) * (1 / filterScale));
            Starts[target] = first;
            Counts[target] = count;
            for (int i = 0; i < count; i++)
            {
                double weight = (total != 0 ? window[i] / total : window[i]) * (1 << PrecisionBits);
                int fixedPoint = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
                High[target * Stride + i] = (short)(fixedPoint >> SplitBits);
                Low[target * Stride + i] = (short)(fixedPoint & ((1 << SplitBits) - 1));
            }
        }
    }

    /// <summary>First source pixel of each target pixel.</summary>
    public int[] Starts { get; }

    /// <summary>Number of source pixels of each target pixel.</summary>
    public int[] Counts { get; }

    /// <summary>Weights kept for each target pixel: the longest window, rounded up to a multiple of 4; unused ones are 0.</summary>
    public int Stride { get; }

    public short[] High { get; }

    public short[] Low { get; }

    /// <summary>The weights of one axis. Data sets repeat a few sizes, so they are kept; random crops do not, so they are not kept without bound.</summary>
    /// <param name="sourceSize">Pixels of the source.</param>
    /// <param name="targetSize">Pixels of the target.</param>
    /// <param name="interpolation">The kernel.</param>
    /// <param name="extent">How many of the source's pixels are spread over the target; not whole where the last is filled in part.</param>
    public static ResampleWeights Get(int sourceSize, int targetSize, Interpolation interpolation, double extent)
    {
        if (s_recent.TryGetValue((sourceSize, targetSize, interpolation, extent), out var weights))
            return weights;
        weights = new ResampleWeights(sourceSize, targetSize, interpolation, extent);
        if (s_recent.Count > 256)
            s_recent.Clear();
        s_recent[(sourceSize, targetSize, interpolation, extent)] = weights;
        return weights;
    }
}
