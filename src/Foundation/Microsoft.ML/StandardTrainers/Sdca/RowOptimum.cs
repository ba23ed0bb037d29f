namespace Microsoft.ML.Trainers;

/// <summary>
/// The distribution p over classes with the largest entropy(p) + scores . p - curvature / 2 |p - before|^2. There log p + curvature (p - before) is the
/// score less a number that all classes share; Newton's method finds each p for that number, and the number for which they sum to 1.
/// </summary>
internal static class RowOptimum
{
    private const int MaximumSteps = 50;
    private const double Least = 1e-30; // of a probability: its logarithm is used

    public static void Find(ReadOnlySpan<float> before, ReadOnlySpan<float> scores, double curvature, Span<float> optimum)
    {
        // Where the curvature counts nothing, this is the logarithm of the sum of the scores' exponentials.
        Span<double> logs = before.Length <= 256 ? stackalloc double[before.Length] : new double[before.Length];
        double largest = double.NegativeInfinity, shared = 0;
        for (var i = 0; i < before.Length; i++)
        {
            logs[i] = Math.Log(Math.Max(before[i], Least));
            largest = Math.Max(largest, scores[i]);
        }
        for (var i = 0; i < before.Length; i++)
            shared += Math.Exp(scores[i] - largest);
        shared = largest + Math.Log(shared);
        for (var step = 0; step < MaximumSteps; step++)
        {
            double sum = 0, slope = 0;
            for (var i = 0; i < before.Length; i++)
            {
                logs[i] = Solve(scores[i] + curvature * before[i] - shared, curvature, logs[i]);
                var p = Math.Exp(logs[i]);
                sum += p;
                slope += p / (1 + curvature * p);
            }
            if (Math.Abs(sum - 1) < 1e-9)
                break;
            shared += (sum - 1) / slope;
        }
        double total = 0;
        foreach (var log in logs)
            total += Math.Exp(log);
        for (var i = 0; i < before.Length; i++)
            optimum[i] = (float)(Math.Exp(logs[i]) / total);
    }

    /// <summary>The y at which y + curvature e^y is the target: convex and rising, so Newton's steps come from above after the first.</summary>
    private static double Solve(double target, double curvature, double start)
    {
        // Never above either bound: y is at most the target, and curvature e^y at most the target where y is positive.
        var y = Math.Min(start, target);
        for (var step = 0; step < MaximumSteps; step++)
        {
            var curved = curvature * Math.Exp(y);
            var change = (y + curved - target) / (1 + curved);
            y = Math.Min(y - change, target);
            if (Math.Abs(change) < 1e-10)
                break;
        }
        return Math.Max(y, Math.Log(Least));
    }
}
