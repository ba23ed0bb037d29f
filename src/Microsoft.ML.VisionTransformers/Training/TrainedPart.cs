namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What of a network a training changes.</summary>
public enum TrainedPart
{
    /// <summary>All of it: fine-tuning, or training from scratch.</summary>
    All,

    /// <summary>The classifier alone: a linear probe of features that others have learnt. An epoch costs a third of what it does otherwise.</summary>
    Head,
}
