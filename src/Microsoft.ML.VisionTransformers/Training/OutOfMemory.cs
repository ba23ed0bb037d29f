using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Recognises that memory ran out, whoever says so, and says what helps.</summary>
internal static class OutOfMemory
{
    private static readonly string[] s_phrases = ["out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    public static bool Is(Exception e) =>
        e is OutOfMemoryException || s_phrases.Any(p => e.Message.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <param name="e">Who says so.</param>
    /// <param name="rows">Scored at once.</param>
    /// <param name="device">Where.</param>
    [DoesNotReturn]
    public static void ThrowScoring(Exception e, int rows, string device)
    {
        string advice = rows > 1
            ? $"Lower ScoringBatchSize (to {rows / 2}, say), or take a smaller architecture or input size."
            : "Take a smaller architecture or input size: fewer rows at once cannot be scored.";
        throw new InsufficientMemoryException($"Memory ran out on {device} with {rows} {(rows == 1 ? "row" : "rows")} scored at once. {advice}", e);
    }

    [DoesNotReturn]
    public static void Throw(Exception e, int batchSize, string device)
    {
        string advice = batchSize > 1
            ? $"Set GradientCheckpointing, lower BatchSize (to {batchSize / 2}, say), or take a smaller architecture or input size."
            : "Set GradientCheckpointing, or take a smaller architecture or input size: the batch cannot be smaller.";
        throw new InsufficientMemoryException($"Memory ran out on {device} in a training step with BatchSize = {batchSize}. {advice}", e);
    }
}
