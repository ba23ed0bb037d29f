namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>When resampled values become whole numbers again.</summary>
public enum ResampleRounding
{
    /// <summary>After each of the two passes, in fixed point: Pillow, and torchvision on 8-bit tensors from 0.16 on.</summary>
    EachPass,

    /// <summary>Once, after both passes: torchvision on 8-bit tensors before 0.16.</summary>
    Once,

    /// <summary>
    /// Never, so that cubic kernels may go beyond black and white: torchvision on tensors of floats. Where training keeps or augments pictures as
    /// bytes, they are rounded once.
    /// </summary>
    Never,
}
