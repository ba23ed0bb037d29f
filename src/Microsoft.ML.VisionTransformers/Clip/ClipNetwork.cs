using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// CLIP (Radford et al., 2021): images and texts as vectors of one space, in which those that belong together point the same way. Field names
/// are OpenAI's checkpoint keys. Shapes: B images or texts, L tokens of a text, D channels of a token, E of an embedding.
/// </summary>
internal sealed partial class ClipNetwork : nn.Module<Tensor, Tensor, (Tensor PerImage, Tensor PerText)>, IContrastiveNetwork
{
    // At a factor of 100 the paper stops: beyond it training was unstable.
    private static readonly double s_largestLogitScale = Math.Log(100);

    private readonly Parameter positional_embedding;
    private readonly Parameter text_projection;
    private readonly Parameter logit_scale;
    private readonly ClipImageTower visual;
    private readonly ClipTransformer transformer;
    private readonly Embedding token_embedding;
    private readonly TokenNorm ln_final;

    public ClipNetwork(ClipConfiguration configuration, long seed) : base(nameof(ClipNetwork))
    {
        configuration.Validate();
        Configuration = configuration;
        var (c, width) = (configuration, (long)configuration.TextWidth);
        positional_embedding = new Parameter(zeros(c.ContextLength, width));
        text_projection = new Parameter(zeros(width, c.EmbeddingDim));
        logit_scale = new Parameter(tensor(0f));
        visual = new ClipImageTower(c);
        transformer = new ClipTransformer(c.TextTower, c.DropPathRate);
        token_embedding = nn.Embedding_from_pretrained(zeros(c.VocabularySize, width), freeze: false);
        ln_final = new TokenNorm(width, c.NormEps);
        RegisterComponents();
        ClipInitialization.Apply(this, c, seed);
        SeedDropPath(seed);
    }

    public ClipConfiguration Configuration { get; }

    public ClipImageTower ImageTower => visual;

    /// <summary>Logarithm of the factor that similarities are multiplied with; learned.</summary>
    public Parameter LogitScale => logit_scale;

    /// <summary>[B, C, H, W] to embeddings of any length, [B, E].</summary>
    public Tensor encode_image(Tensor images) => visual.call(images);

    /// <summary>Tokens [B, L] to embeddings of any length, [B, E]. L is at most the context length; what follows a text's end has no influence.</summary>
    public Tensor encode_text(Tensor tokens)
    {
        using var features = forward_text_features(tokens);
        return features.mm(text_projection);
    }

    /// <summary>The token that ends each text before the projection into the space of images: [B, L] to [B, D].</summary>
    public Tensor forward_text_features(Tensor tokens)
    {
        CheckTokens(tokens);
        using var scope = NewDisposeScope();
        var ends = Ends(tokens);                                                                     // [B]
        // No token sees those after it, so whatever all texts have after their ends needs no computing.
        var length = ends.max().item<long>() + 1;
        var x = forward_text(tokens.narrow(1, 0, length));                                           // [B, L', D]
        var at = ends.view(-1, 1, 1).expand(-1, 1, x.shape[2]);
        return x.gather(1, at).squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>All tokens of the texts after the last norm: [B, L] to [B, L, D].</summary>
    public Tensor forward_text(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var x = token_embedding.call(tokens) + positional_embedding.narrow(0, 0, tokens.shape[1]);   // [B, L, D]
        return ln_final.call(transformer.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>How well each image goes with each text: scaled cosines, images as rows and, the same the other way round, texts as rows.</summary>
    public override (Tensor PerImage, Tensor PerText) forward(Tensor images, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (image, text) = (ContrastiveLoss.Unit(encode_image(images)), ContrastiveLoss.Unit(encode_text(tokens)));
        var perImage = logit_scale.exp() * F.linear(image, text);                                    // [B of images, B of texts]
        return (perImage.MoveToOuterDisposeScope(), perImage.t().MoveToOuterDisposeScope());
    }

    /// <summary>Keeps the factor on similarities between 1 and 100; called after each step of an optimizer.</summary>
    public void ClampLogitScale()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        logit_scale.clamp_(0, s_largestLogitScale);
    }

    /// <summary>Where each text ends, [B].</summary>
    private Tensor Ends(Tensor tokens)
        => Configuration.EndToken is { } end ? tokens.eq(end).to(ScalarType.Int64).argmax(1) : tokens.argmax(1);

    private void CheckTokens(Tensor tokens)
    {
        if (tokens.shape is not [_, var length] || length < 1 || length > Configuration.ContextLength)
            throw new ArgumentException($"Texts are [batch, 1 to {Configuration.ContextLength} tokens]; these are [{string.Join(", ", tokens.shape)}].");
    }
}
