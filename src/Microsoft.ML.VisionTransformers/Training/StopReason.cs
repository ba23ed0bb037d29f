namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Why a training ended.</summary>
internal enum StopReason
{
    Completed,
    EarlyStopped,
    Cancelled,
    Diverged,
}
