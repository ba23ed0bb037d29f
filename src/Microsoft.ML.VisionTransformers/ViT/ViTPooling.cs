namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>How a vision transformer turns its tokens into the one vector that is classified.</summary>
public enum ViTPooling
{
    /// <summary>The first token: the class token, where there is one.</summary>
    Token,

    /// <summary>The mean of all tokens but the first few.</summary>
    Average,

    /// <summary>All tokens, each classified by itself.</summary>
    None,
}
