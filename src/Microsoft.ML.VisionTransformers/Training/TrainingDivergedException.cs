namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>The loss became NaN or infinite before a single epoch was done, so that there are no weights to return.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string message)
        : base(message)
    {
    }
}
