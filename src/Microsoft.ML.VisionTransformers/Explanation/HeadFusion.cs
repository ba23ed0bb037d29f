namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>How the attention of a block's heads becomes one.</summary>
public enum HeadFusion
{
    /// <summary>Their mean, as in the paper.</summary>
    Mean,

    /// <summary>The largest: what any head looks at counts.</summary>
    Max,

    /// <summary>The smallest: only what all heads look at counts.</summary>
    Min,
}
