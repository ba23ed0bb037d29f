namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>The nonlinearity of a token-wise network. No weight shows which one a network was trained with.</summary>
public enum Activation
{
    /// <summary>x Phi(x) with the exact error function (Hendrycks and Gimpel, 2016): nearly all vision transformers.</summary>
    Gelu,

    /// <summary>x sigmoid(1.702 x), an approximation of it: OpenAI's CLIP and what was trained like it.</summary>
    QuickGelu,
}
