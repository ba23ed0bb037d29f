namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>The attention heads that published vision transformers of a width have: no weight shows how many there are.</summary>
internal static class UsualHeads
{
    /// <summary>64 channels a head, except in SO-400M (1152), H (1280), g (1408) and bigG or G (1664), which all have 16 heads.</summary>
    public static int Of(long width) => width is 1152 or 1280 or 1408 or 1664 ? 16 : (int)Math.Max(1, width / 64);
}
