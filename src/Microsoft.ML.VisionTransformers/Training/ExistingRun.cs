namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What happens to a training that is in the output folder already.</summary>
public enum ExistingRun
{
    /// <summary>
    /// It goes on from its last checkpoint, with the result that it would have had undisturbed; one that is finished gives its result
    /// again. With other settings or images than before, an exception names the differences.
    /// </summary>
    Resume,

    /// <summary>It is forgotten, and training starts anew.</summary>
    Overwrite,

    /// <summary>An exception.</summary>
    Refuse,
}
