namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>How it is found what a network looked at.</summary>
public enum ExplanationMethod
{
    /// <summary>
    /// Which patches speak for a class: the channels of the last tokens, each weighed by the mean gradient of the class's logit, summed, and
    /// what speaks against it cut off (Selvaraju et al., "Grad-CAM", 2017): in ViT and ConvMAE's encoder the tokens that the last block's
    /// attention gets, as in jacobgil/pytorch-grad-cam, in Swin the last map. For all families. By then attention has mixed the tokens, so that
    /// in networks of few blocks a token beside an object may speak for it; attention rollout follows that back.
    /// </summary>
    GradCam,

    /// <summary>
    /// From which patches attention carries to the classifier, whatever the class: the product of all blocks' attention, half of each block
    /// passing by as the residual (Abnar and Zuidema, "Quantifying Attention Flow in Transformers", 2020). For ViT and ConvMAE's encoder,
    /// whose blocks see all patches; Swin's see windows.
    /// </summary>
    AttentionRollout,
}
