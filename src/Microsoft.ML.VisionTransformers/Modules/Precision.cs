namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// The numbers in which matrix products and convolutions are computed. Weights, gradients, norms, softmax, losses and what blocks add to their
/// inputs are 32-bit floats with all of them, and so are saved models (Micikevicius et al., "Mixed Precision Training", 2018).
/// </summary>
public enum Precision
{
    /// <summary>
    /// <see cref="Float16"/> on a CUDA device: the recipes of DeiT, MAE and Swin train so, and all GPUs since Volta are fast with it.
    /// <see cref="Float32"/> elsewhere: processors without matrix units take twice as long for 16 bits (55 against 80 GFLOP/s a core where it was
    /// measured, an Emerald Rapids without AMX).
    /// </summary>
    Automatic,

    /// <summary>32 bits throughout.</summary>
    Float32,

    /// <summary>16 bits with the range of 32-bit floats and 8 bits of precision. On GPUs from Ampere on; on a CPU it works, slowly.</summary>
    BFloat16,

    /// <summary>16 bits with 11 bits of precision and a largest number of 65504, for which a training scales its loss. On GPUs only.</summary>
    Float16,
}
