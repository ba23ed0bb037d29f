namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The files of weights in a folder that a training of this library lives in.</summary>
internal static class TrainingFiles
{
    /// <summary>Where the training is: weights with the optimizer's state, to go on from.</summary>
    public const string Last = "last.safetensors";

    /// <summary>The weights of the best epoch up to then, from 1; the only ones that others can use.</summary>
    public static string Best(int epoch) => $"best-{epoch:0000}.safetensors";

    /// <summary>Whether a folder's files are those of a training.</summary>
    public static bool Has(IEnumerable<string> names) => names.Contains(Last);

    /// <summary>The best weights so far among a training's files; null before the end of the first epoch.</summary>
    public static string? BestOf(IEnumerable<string> names) => names
        .Where(name => name.StartsWith("best-", StringComparison.Ordinal) && name.EndsWith(".safetensors", StringComparison.Ordinal))
        .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).LastOrDefault();
}
