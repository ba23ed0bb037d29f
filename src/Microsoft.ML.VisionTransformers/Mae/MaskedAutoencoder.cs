using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>
/// The masked autoencoder on a plain vision transformer (He et al., 2022). The encoder is a vision transformer that only gets the patches left
/// to see, which makes pretraining several times cheaper. Field names are facebookresearch/mae's checkpoint keys. Shapes: B images, M masks an
/// image, N patches, K of them seen, D channels.
/// </summary>
internal sealed class MaskedAutoencoder : MaskedNetwork
{
    private readonly PatchEmbedding patch_embed;
    private readonly Parameter cls_token;
    private readonly Parameter pos_embed;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly TokenNorm norm;
    private readonly MaeConfiguration _configuration;

    public MaskedAutoencoder(MaeConfiguration configuration, long seed) : base(nameof(MaskedAutoencoder), configuration)
    {
        _configuration = configuration;
        var (c, dim) = (configuration, (long)configuration.Dim);
        patch_embed = new PatchEmbedding(c.Channels, c.PatchSize, dim);
        cls_token = new Parameter(zeros(1, 1, dim));
        pos_embed = FixedPositions(c.Dim, c);
        var sizes = new TransformerBlockSizes(dim, c.Heads, c.Encoder.MlpDim) { NormEps = c.NormEps };
        blocks = new ModuleList<TransformerBlock>([.. Enumerable.Range(0, c.Depth).Select(_ => new TransformerBlock(sizes))]);
        norm = new TokenNorm(dim, c.NormEps);
        RegisterComponents();
        Initialize(seed, "patch_embed.proj.weight");
    }

    public override MaeConfiguration Configuration => _configuration;

    public override Tensor forward_encoder(Tensor images, IReadOnlyList<PatchMask> masks)
    {
        using var scope = NewDisposeScope();
        var patches = EmbedPatches(images);                                                    // [B, N, D]
        return Encode(cat([.. masks.Select(mask => mask.Seen(patches))], 0)).MoveToOuterDisposeScope();
    }

    public override Tensor forward_features(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Encode(EmbedPatches(images)).MoveToOuterDisposeScope();
    }

    /// <summary>Patches with their positions: <c>[B, C, H, W]</c> to <c>[B, N, D]</c>.</summary>
    private Tensor EmbedPatches(Tensor images)
    {
        var grid = patch_embed.Grid(images);
        if (grid != _configuration.Grid)
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a network for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}. Resize it.");
        return patch_embed.call(images) + pos_embed.narrow(1, 1, grid.Count);
    }

    /// <summary>The class token before some patches, and the transformer over them: <c>[R, K, D]</c> to <c>[R, 1 + K, D]</c>.</summary>
    private Tensor Encode(Tensor patches)
    {
        var token = (cls_token + pos_embed.narrow(1, 0, 1)).expand(patches.shape[0], 1, patches.shape[2]);
        var x = cat([token, patches], 1);
        foreach (var block in blocks)
            x = block.call(x);
        return norm.call(x);
    }
}
