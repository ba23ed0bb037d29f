namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// Stands for what a class or function that is not known here would have made. Nothing was called; what the pickle wanted to give it is
/// kept only as far as tensors may hang off it.
/// </summary>
internal sealed class PickleObject(string origin)
{
    /// <summary>Bytes, a set, or a very long text.</summary>
    public static readonly PickleObject Data = new("data");

    /// <summary>The name of the class or function.</summary>
    public string Origin => origin;

    /// <summary>The object's attributes, when the pickle gives them.</summary>
    public PickleDictionary? Attributes { get; set; }
}
