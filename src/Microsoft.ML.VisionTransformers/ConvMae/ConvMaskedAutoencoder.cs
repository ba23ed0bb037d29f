using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// The masked autoencoder with convolutional first stages (Gao et al., 2022). The convolutions run over the whole image, blind to what is
/// hidden; the transformer gets the patches that are seen, and the maps of both stages are added to what it makes of them. Field names are
/// the authors' checkpoint keys. Shapes: B images, M masks an image, N patches, K of them seen, D channels.
/// </summary>
internal class ConvMaskedAutoencoder : MaskedNetwork
{
    private readonly ConvStages _stages;
    private readonly ConvMaskedConfiguration _configuration;

    // Not private: TorchSharp replaces fields when a module moves to a device, and only finds those that a derived class sees.
    private protected readonly PatchConvolution stage1_output_decode;
    private protected readonly PatchConvolution stage2_output_decode;
    private protected readonly Parameter pos_embed;
    private protected readonly ModuleList<TransformerBlock> blocks3;
    private protected readonly TokenNorm norm;

    public ConvMaskedAutoencoder(ConvMaskedConfiguration configuration, long seed) : base(nameof(ConvMaskedAutoencoder), configuration)
    {
        _configuration = configuration;
        var (c, sizes) = (configuration, configuration.Encoder);
        _stages = new ConvStages(sizes, c.Channels, new double[sizes.BlockCount]);
        _stages.RegisterIn(this);
        stage1_output_decode = new PatchConvolution(sizes.Stage1.Dim, sizes.Stage2.PatchSize * sizes.PatchSize, sizes.Dim);
        stage2_output_decode = new PatchConvolution(sizes.Stage2.Dim, sizes.PatchSize, sizes.Dim);
        pos_embed = FixedPositions(sizes.Dim, c);
        var blocks = new TransformerBlockSizes(sizes.Dim, sizes.Heads, sizes.MlpDim) { NormEps = c.NormEps };
        blocks3 = new ModuleList<TransformerBlock>([.. Enumerable.Range(0, sizes.Depth).Select(_ => new TransformerBlock(blocks))]);
        norm = new TokenNorm(sizes.Dim, c.NormEps);
        RegisterComponents();
        Initialize(seed, "patch_embed3.proj.weight");
    }

    public override ConvMaskedConfiguration Configuration => _configuration;

    public override Tensor forward_encoder(Tensor images, IReadOnlyList<PatchMask> masks)
    {
        using var scope = NewDisposeScope();
        var grid = Grid(images);
        var visible = stack([.. masks.Select(mask => 1 - mask.Hidden.view(-1, grid.Rows, grid.Columns))], 0);    // [M, B, R, C']
        var maps = _stages.Run(images, visible);
        var x = Seen(maps.Tokens + pos_embed, masks);                                                            // [M*B, K, D]
        foreach (var block in blocks3)
            x = block.call(x);
        x = x + Seen(Tokens(stage1_output_decode.call(maps.Stage1)), masks) + Seen(Tokens(stage2_output_decode.call(maps.Stage2)), masks);
        return norm.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>As the authors take features: the first stages' maps are not added, for no mask is there to make up for.</summary>
    public override Tensor forward_features(Tensor images)
    {
        using var scope = NewDisposeScope();
        Grid(images);
        var x = _stages.Run(images).Tokens + pos_embed;                                                          // [B, N, D]
        foreach (var block in blocks3)
            x = block.call(x);
        return norm.call(x).MoveToOuterDisposeScope();
    }

    private PatchGrid Grid(Tensor images)
    {
        var grid = _stages.Grid(images);
        if (grid != _configuration.Grid)
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a network for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}. Resize it.");
        return grid;
    }

    /// <summary>What each mask shows, mask by mask: <c>[B, N, D]</c> to <c>[M*B, K, D]</c>.</summary>
    private static Tensor Seen(Tensor tokens, IReadOnlyList<PatchMask> masks) => cat([.. masks.Select(mask => mask.Seen(tokens))], 0);

    /// <summary><c>[B, D, R, C']</c> to <c>[B, N, D]</c>; a view, for channels are last in memory.</summary>
    private static Tensor Tokens(Tensor map) => map.permute(0, 2, 3, 1).flatten(1, 2);
}
