namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>
/// Whether a classifier is right as often as its probabilities say (Guo et al., "On Calibration of Modern Neural Networks", 2017): images
/// in <see cref="BinCount"/> bins of equal width by the probability of their predicted class, as in the paper.
/// </summary>
public sealed class Calibration
{
    /// <summary>Number of bins, the paper's.</summary>
    public const int BinCount = 15;

    private readonly long[] _counts = new long[BinCount];
    private readonly long[] _right = new long[BinCount];
    private readonly double[] _confidence = new double[BinCount];

    internal Calibration()
    {
    }

    /// <summary>The bins, from the least sure.</summary>
    public IReadOnlyList<CalibrationBin> Bins => [.. Enumerable.Range(0, BinCount).Select(i => new CalibrationBin(
        (double)i / BinCount, (i + 1.0) / BinCount, _counts[i],
        _counts[i] == 0 ? 0 : _confidence[i] / _counts[i], _counts[i] == 0 ? 0 : (double)_right[i] / _counts[i]))];

    /// <summary>ECE: the mean distance of confidence and accuracy, bins counting by their images; 0 is best, at most 1.</summary>
    public double ExpectedError => _counts.Sum() is var all && all == 0 ? 0 : Bins.Sum(bin => bin.Count * Math.Abs(bin.Gap)) / all;

    /// <summary>MCE: the largest distance of any bin that has images.</summary>
    public double MaximumError => Bins.Max(bin => Math.Abs(bin.Gap));

    internal void Add(double confidence, bool isRight)
    {
        var bin = Math.Clamp((int)Math.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);
        _counts[bin]++;
        _confidence[bin] += confidence;
        _right[bin] += isRight ? 1 : 0;
    }
}
