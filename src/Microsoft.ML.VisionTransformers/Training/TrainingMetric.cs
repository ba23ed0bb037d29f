namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What early stopping and the choice of the best epoch look at.</summary>
public enum TrainingMetric
{
    /// <summary>Share of validation images classified right; of training images where there are none. Larger is better.</summary>
    Accuracy,

    /// <summary>Mean validation loss, or training loss. Smaller is better.</summary>
    Loss,
}
