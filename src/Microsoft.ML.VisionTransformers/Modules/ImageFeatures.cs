using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Embeddings of images from networks without their classifier. Shapes: B images, P prefix tokens, N patches, D channels.</summary>
internal static class ImageFeatures
{
    /// <summary>Images <c>[B, C, H, W]</c> to embeddings <c>[B, D]</c>, or <c>[B, P + N, D]</c> for <see cref="EmbeddingPooling.Tokens"/>.</summary>
    /// <param name="network">Any backbone; a classifier that it has is not run.</param>
    /// <param name="images">As the network takes them.</param>
    /// <param name="pooling">What becomes the embedding.</param>
    /// <param name="normalize">Whether each vector gets length 1.</param>
    /// <exception cref="ArgumentException">The network has no class token, and that was asked for.</exception>
    public static Tensor Embed(VisionNetwork network, Tensor images, EmbeddingPooling pooling = EmbeddingPooling.Pooled, bool normalize = false)
    {
        if (pooling == EmbeddingPooling.ClassToken && !network.Configuration.HasClassToken)
            throw NoClassToken(nameof(pooling));
        using var scope = NewDisposeScope();
        var tokens = network.forward_features(images);                                               // [B, P + N, D]
        var features = pooling == EmbeddingPooling.Pooled ? network.forward_head(tokens, preLogits: true) : Pool(tokens, network.PrefixTokens, pooling);
        return (normalize ? Unit(features) : features).MoveToOuterDisposeScope();
    }

    /// <summary>The same of tokens that are there already, such as a masked autoencoder's.</summary>
    /// <param name="tokens">[B, P + N, D].</param>
    /// <param name="prefix">P; the first of these is taken for the class token.</param>
    /// <param name="pooling">What becomes the embedding; <see cref="EmbeddingPooling.Pooled"/> is the class token where there is one, or else the mean.</param>
    /// <exception cref="ArgumentException">There is no class token, and that was asked for.</exception>
    public static Tensor Pool(Tensor tokens, int prefix, EmbeddingPooling pooling) => pooling switch
    {
        EmbeddingPooling.Tokens => tokens.alias(),
        EmbeddingPooling.Pooled when prefix > 0 => tokens.select(1, 0),
        EmbeddingPooling.ClassToken => prefix > 0 ? tokens.select(1, 0)
            : throw NoClassToken(nameof(pooling)),
        EmbeddingPooling.Pooled or EmbeddingPooling.Mean => Mean(tokens, prefix),
        _ => throw new ArgumentOutOfRangeException(nameof(pooling), pooling, "There is no such pooling."),
    };

    /// <summary>Vectors along the last side, of length 1; a vector of zeros stays one.</summary>
    public static Tensor Unit(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        return (vectors / vectors.norm(-1, keepdim: true).clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    private static ArgumentException NoClassToken(string parameter)
        => new($"The network has no class token. Use {nameof(EmbeddingPooling)}.{nameof(EmbeddingPooling.Mean)}.", parameter);

    private static Tensor Mean(Tensor tokens, int prefix)
    {
        using var patches = tokens.narrow(1, prefix, tokens.shape[1] - prefix);
        return patches.mean([1L]);
    }
}
