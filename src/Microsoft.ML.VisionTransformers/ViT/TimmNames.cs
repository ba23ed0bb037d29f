namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// What only the name says of networks that timm has in <c>vision_transformer.py</c>: their folders hold no arguments, and no shape shows it.
/// </summary>
internal static class TimmNames
{
    /// <summary>Attention heads of those that have not the usual ones; null for all others.</summary>
    /// <param name="architecture">timm's name, without a tag.</param>
    /// <param name="width">Of a token.</param>
    public static int? Heads(string? architecture, long width) => architecture switch
    {
        null => null,
        _ when Has(architecture, "so400m") || Has(architecture, "giantopt") => 16,
        _ when architecture.StartsWith("test_vit", StringComparison.Ordinal) => (int)Math.Max(1, width / 32),
        _ => null,
    };

    /// <summary>The activation, by timm's word; null for a name that says nothing of it. Of SigLIP's networks the later sizes have tanh's.</summary>
    /// <param name="architecture">timm's name, without a tag.</param>
    public static string? Activation(string? architecture) => architecture switch
    {
        null => null,
        _ when Has(architecture, "quickgelu") => "quick_gelu",
        _ when Has(architecture, "so400m_patch16_siglip") || Has(architecture, "giantopt") || Has(architecture, "base_patch32_siglip")
            || Has(architecture, "large_patch16_siglip_gap_512") => "gelu_tanh",
        _ => null,
    };

    /// <summary>Whether it is a CLIP's image tower. It has timm's own activation then, though the weights may be better off with OpenAI's.</summary>
    /// <param name="architecture">timm's name, without a tag.</param>
    public static bool IsClip(string? architecture) => architecture is not null && Has(architecture, "_clip_");

    /// <summary>Whether norms come after attention and token-wise network; the keys are those of the usual networks, which have them before.</summary>
    /// <param name="architecture">timm's name, without a tag.</param>
    public static bool NormsComeAfter(string? architecture) => architecture is not null && Has(architecture, "_rpn_");

    private static bool Has(string architecture, string part) => architecture.Contains(part, StringComparison.Ordinal);
}
