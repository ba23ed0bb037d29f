namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Holds back the same part of every class.</summary>
internal static class StratifiedSplit
{
    public static (IReadOnlyList<TrainingExample> Train, IReadOnlyList<TrainingExample> Held) Split(
        IReadOnlyList<TrainingExample> examples, double fraction, int seed)
    {
        var held = Held([.. examples.Select(example => example.Label)], fraction, seed);
        return (Pick(false), Pick(true));

        IReadOnlyList<TrainingExample> Pick(bool wanted) => Enumerable.Range(0, examples.Count).Where(i => held[i] == wanted).Select(i => examples[i]).ToArray();
    }

    /// <summary>
    /// Which rows are held back, at random by seed. A class with two rows or more keeps at least one in training; rounding is to the nearest, so
    /// that many small classes still add up to the fraction.
    /// </summary>
    /// <param name="labels">A row's class; below 0 where it has none, and then it is not held back.</param>
    /// <param name="fraction">0..1.</param>
    /// <param name="seed">Of the choice.</param>
    public static bool[] Held(IReadOnlyList<int> labels, double fraction, int seed)
    {
        var random = new Random(seed);
        var held = new bool[labels.Count];
        foreach (var members in Enumerable.Range(0, labels.Count).Where(i => labels[i] >= 0).GroupBy(i => labels[i]).OrderBy(g => g.Key))
        {
            var order = members.ToArray();
            random.Shuffle(order);
            var count = Math.Min((int)Math.Round(order.Length * fraction, MidpointRounding.AwayFromZero), order.Length - 1);
            foreach (var index in order.AsSpan(0, count))
                held[index] = true;
        }
        return held;
    }
}
