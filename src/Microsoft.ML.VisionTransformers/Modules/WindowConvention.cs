namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// What a shifted-window network does where a map of patches is no multiple of its window, or no larger than it. The publishers of Swin
/// weights disagree; at the sizes that they trained for, all do the same.
/// </summary>
public enum WindowConvention
{
    /// <summary>
    /// microsoft/Swin-Transformer: where the smaller side of a map is not larger than the window, the window is that side and nothing
    /// shifts. The official classifier refuses maps that don't divide; here they are padded with zeros first and shifted then, as
    /// HuggingFace, torchvision and the official detection code do.
    /// </summary>
    Official,

    /// <summary>
    /// HuggingFace transformers: as the official code, but the position table of V1 keeps its full size. V2 masks twice as hard
    /// (-200), since its code adds the mask twice.
    /// </summary>
    HuggingFace,

    /// <summary>
    /// torchvision: the window never shrinks, maps are padded up to it; along a side that one window covers nothing shifts. Pixels
    /// that make no whole patch are dropped where the others pad.
    /// </summary>
    Torchvision,

    /// <summary>
    /// timm: window and shift follow each side of the configured map by itself, and maps are shifted first and padded then, which gives
    /// other numbers than the rest wherever padding happens.
    /// </summary>
    Timm,
}
