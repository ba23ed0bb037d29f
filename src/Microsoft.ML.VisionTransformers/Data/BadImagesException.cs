namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>More images of a training set cannot be used than <c>MaxBadImages</c> allows.</summary>
public sealed class BadImagesException : Exception
{
    internal BadImagesException(int bad, int total, double allowed, string first, Exception innerException)
        : base($"{bad} of {total} images cannot be used, more than the {allowed:P1} that MaxBadImages allows. The first: {first}", innerException)
    {
        BadImages = bad;
    }

    /// <summary>How many had been met when reading stopped.</summary>
    public int BadImages { get; }
}
