using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Holds back the same part of every class.</summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// Splits by class, at random by seed. A class with two images or more keeps at least one in training; rounding is to the nearest, so
    /// that many small classes still add up to the fraction.
    /// </summary>
    public static (IReadOnlyList<TrainingExample> Train, IReadOnlyList<TrainingExample> Held) Split(
        IReadOnlyList<TrainingExample> examples, double fraction, int seed)
    {
        var random = new Random(seed);
        var held = new bool[examples.Count];
        foreach (var members in Enumerable.Range(0, examples.Count).GroupBy(i => examples[i].Label).OrderBy(g => g.Key))
        {
            var order = members.ToArray();
            random.Shuffle(order);
            var count = Math.Min((int)Math.Round(order.Length * fraction, MidpointRounding.AwayFromZero), order.Length - 1);
            foreach (var index in order.AsSpan(0, count))
                held[index] = true;
        }
        return (Pick(false), Pick(true));

        IReadOnlyList<TrainingExample> Pick(bool wanted) => Enumerable.Range(0, examples.Count).Where(i => held[i] == wanted).Select(i => examples[i]).ToArray();
    }
}
