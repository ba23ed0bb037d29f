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
    /// Which rows are held back, at random by seed. A class keeps at least one in training, and has one held back where its part is half a row or
    /// more. What rounding takes from a class goes to the next, in an order drawn by seed: of still smaller ones some have a row held back and others
    /// none, and all add up to the fraction.
    /// </summary>
    /// <param name="labels">A row's class; below 0 where it has none, and then it is not held back.</param>
    /// <param name="fraction">0..1.</param>
    /// <param name="seed">Of the choice.</param>
    public static bool[] Held(IReadOnlyList<int> labels, double fraction, int seed)
    {
        var random = new Random(seed);
        var held = new bool[labels.Count];
        var classes = Enumerable.Range(0, labels.Count).Where(i => labels[i] >= 0).GroupBy(i => labels[i]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        foreach (var members in classes)
            random.Shuffle(members);
        random.Shuffle(classes);
        var due = 0.0;
        foreach (var members in classes)
        {
            due += members.Length * fraction;
            var least = members.Length > 1 && members.Length * fraction >= 0.5 ? 1 : 0;
            var count = Math.Clamp((int)Math.Round(due, MidpointRounding.AwayFromZero), least, members.Length - 1);
            foreach (var index in members.AsSpan(0, count))
                held[index] = true;
            // What a class can't give is not asked of the next, nor is what it had to give taken from it.
            due = Math.Clamp(due - count, -0.5, 0.5);
        }
        return held;
    }
}
