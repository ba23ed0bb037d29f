using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Training;

// The numbers a training computes with, and what it keeps of them.
public abstract partial class TrainingOptions
{
    /// <summary>
    /// Numbers in which matrix products and convolutions are computed, in training and validation; weights, their gradients and the saved model have
    /// 32 bits with all of them. Default <see cref="Precision.Automatic"/>: mixed precision on a CUDA device, 32 bits on a CPU, where less takes longer.
    /// </summary>
    public Precision Precision = Precision.Automatic;

    /// <summary>
    /// What the loss is multiplied with at first, so that small gradients don't vanish in 16-bit floats; gradients are divided by it again. It halves
    /// when a gradient overflows, in which case the step is skipped, and doubles after 2000 steps without. Default null: 65536 with
    /// <see cref="Precision.Float16"/>, as torch.cuda.amp has it, and no scaling with others, whose range needs none.
    /// </summary>
    public double? LossScale;

    /// <summary>
    /// Whether the backward pass computes each block once more instead of keeping its activations (Chen et al., 2016): memory for them shrinks to
    /// one block's and one tensor for each other block, time grows by a third. The result is the same, on CPU to the bit. Default false: fast.
    /// </summary>
    [ExecutionOnly]
    public bool GradientCheckpointing;

    private void ValidatePrecision()
    {
        Check(Enum.IsDefined(Precision), nameof(Precision), Precision, "one of its names");
        Check(LossScale is null || LossScale > 0 && float.IsFinite((float)LossScale.Value), nameof(LossScale), LossScale ?? 0, "above 0 and finite, or null");
    }
}
