using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// How much an image counts in the training loss, by its class. Whatever is given is scaled so that the mean over the training images is 1, so
/// that the learning rate keeps its meaning; only ratios matter.
/// </summary>
public sealed class ClassWeights
{
    private readonly IReadOnlyDictionary<string, double>? _byName;

    private ClassWeights(IReadOnlyDictionary<string, double>? byName) => _byName = byName;

    /// <summary>
    /// All classes count the same together, however many images they have: the weight of a class is images / (classes x its images), scikit-learn's
    /// "balanced".
    /// </summary>
    public static ClassWeights Balanced { get; } = new(null);

    /// <summary>Weights by the class's name, or by its number from 1 where the key column has no values; <c>False</c> and <c>True</c> of binary trainers. Classes that are not named have 1.</summary>
    /// <param name="weights">Finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static ClassWeights Of(IReadOnlyDictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach (var (name, weight) in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentOutOfRangeException(nameof(weights), weight, $"The weight of '{name}' must be finite and at least 0.");
        }
        return new ClassWeights(new SortedDictionary<string, double>(weights.ToDictionary(), StringComparer.Ordinal));
    }

    /// <summary>The weights, or that they are balanced; two runs with the same text are trained alike.</summary>
    public override string ToString() => _byName is null ? "balanced"
        : string.Join(", ", _byName.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value:R}")));

    /// <summary>The weight of each class, in key order.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="counts">Training images of each; 0 for a class without.</param>
    /// <exception cref="ArgumentException">There is no class of a name that was given, or nothing is left that counts.</exception>
    internal float[] Resolve(IReadOnlyList<string> names, int[] counts)
    {
        if (_byName?.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"{nameof(ImageClassificationOptions.ClassWeights)} names the class '{unknown}', which is none of {string.Join(", ", names)}.");
        double[] weights = [.. names.Select((name, i) => _byName is null ? (counts[i] == 0 ? 0 : 1.0 / counts[i]) : _byName.GetValueOrDefault(name, 1))];
        double mean = weights.Zip(counts, (weight, count) => weight * count).Sum() / counts.Sum();
        return mean > 0 ? [.. weights.Select(weight => (float)(weight / mean))]
            : throw new ArgumentException($"All training images are of classes whose weight in {nameof(ImageClassificationOptions.ClassWeights)} is 0.");
    }
}
