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

    /// <param name="e">Who says so.</param>
    /// <param name="batchSize">As it was set.</param>
    /// <param name="joined">Batches that are in memory as one: GradientAccumulation, where their examples are compared with each other.</param>
    /// <param name="device">Where.</param>
    [DoesNotReturn]
    public static void Throw(Exception e, int batchSize, int joined, string device)
    {
        string advice = (batchSize, joined) switch
        {
            (_, > 1) => "Lower GradientAccumulation, whose batches are all in memory as pixels, or BatchSize, set GradientCheckpointing, or take a smaller architecture or input size.",
            ( > 1, _) => $"Set GradientCheckpointing, lower BatchSize (to {batchSize / 2}, say), or take a smaller architecture or input size.",
            _ => "Set GradientCheckpointing, or take a smaller architecture or input size: the batch cannot be smaller.",
        };
        string accumulation = joined > 1 ? $" and GradientAccumulation = {joined}" : "";
        throw new InsufficientMemoryException($"Memory ran out on {device} with BatchSize = {batchSize}{accumulation}. {advice}", e);
    }
}
