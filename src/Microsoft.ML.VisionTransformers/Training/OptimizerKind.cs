namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>How gradients become steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019): MAE, DeiT, Swin, CLIP.</summary>
    AdamW,

    /// <summary>Adam whose weight decay joins the gradient (Kingma and Ba, 2015).</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum: how the original ViT fine-tunes.</summary>
    Sgd,

    /// <summary>SGD with steps in proportion to each matrix: linear probes with very large batches (You et al., 2017).</summary>
    Lars,

    /// <summary>Adam with steps in proportion to each matrix, for very large batches (You et al., 2020).</summary>
    Lamb,
}
