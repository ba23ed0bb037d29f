namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>An example's turn in an epoch.</summary>
/// <param name="Example">Its index.</param>
/// <param name="Repetition">How often it had a turn before in the same epoch.</param>
internal readonly record struct ExampleDraw(int Example, int Repetition = 0)
{
    /// <summary>What augmentation is drawn by: repetitions of an image look different, and none meets what is drawn for whole batches.</summary>
    public long Seed => Example + ((long)Repetition << 42);
}
