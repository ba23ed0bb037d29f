using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Recognises that memory ran out, whoever says so, and says what helps.</summary>
internal static class OutOfMemory
{
    private static readonly string[] s_phrases = ["out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory", "CUBLAS_STATUS_ALLOC_FAILED"];

    public static bool Is(Exception e) =>
        e is OutOfMemoryException || s_phrases.Any(p => e.Message.Contains(p, StringComparison.OrdinalIgnoreCase));

    [DoesNotReturn]
    public static void Throw(Exception e, int batchSize, string device)
    {
        string advice = batchSize > 1
            ? $"Set GradientCheckpointing, lower BatchSize (to {batchSize / 2}, say), or take a smaller architecture or input size."
            : "Set GradientCheckpointing, or take a smaller architecture or input size: the batch cannot be smaller.";
        throw new InsufficientMemoryException($"Memory ran out on {device} in a training step with BatchSize = {batchSize}. {advice}", e);
    }
}
