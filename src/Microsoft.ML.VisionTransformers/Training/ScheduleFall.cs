namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>The curve that a learning rate falls along.</summary>
internal enum ScheduleFall
{
    /// <summary>Half a cosine (Loshchilov and Hutter, 2017).</summary>
    Cosine,

    /// <summary>A power of what is left of the way; a straight line by default.</summary>
    Polynomial,

    /// <summary>By a factor every so many steps.</summary>
    Steps,
}
