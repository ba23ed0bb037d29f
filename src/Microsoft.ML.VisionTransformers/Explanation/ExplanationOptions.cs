namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>What is asked of a network about an image.</summary>
public sealed class ExplanationOptions
{
    /// <summary>How it is found out. Default Grad-CAM, which all families have and which tells classes apart.</summary>
    public ExplanationMethod Method = ExplanationMethod.GradCam;

    /// <summary>The class to explain. Default (null) the likeliest.</summary>
    public string? ClassName;

    /// <summary>How heads become one, for attention rollout. Default their mean, as in the paper.</summary>
    public HeadFusion HeadFusion = HeadFusion.Mean;

    /// <summary>
    /// Share of each block's attention, the weakest first, that attention rollout leaves out; 0 to below 1. Default 0, as in the paper; 0.9
    /// gives clearer pictures of networks that spread their attention thinly (jacobgil/vit-explain).
    /// </summary>
    public double DiscardRatio;

    internal void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"There is no method {Method}.");
        if (!Enum.IsDefined(HeadFusion))
            throw new ArgumentException($"There is no way {HeadFusion} to fuse heads.");
        if (!(DiscardRatio >= 0 && DiscardRatio < 1))
            throw new ArgumentException($"{nameof(DiscardRatio)} is a share from 0 to below 1, not {DiscardRatio}.");
    }
}
