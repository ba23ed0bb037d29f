using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// The image tower: a vision transformer that normalises its tokens before the first block and hands out its class token. Shapes: B images,
/// N patches, D channels of a token, E of an embedding.
/// </summary>
internal sealed class ClipImageTower : nn.Module<Tensor, Tensor>
{
    private readonly Parameter class_embedding;
    private readonly Parameter positional_embedding;
    private readonly Parameter proj;
    private readonly Conv2d conv1;
    private readonly TokenNorm ln_pre;
    private readonly ClipTransformer transformer;
    private readonly TokenNorm ln_post;
    private readonly ClipConfiguration _configuration;

    public ClipImageTower(ClipConfiguration configuration) : base(nameof(ClipImageTower))
    {
        var (c, width) = (configuration, (long)configuration.VisionWidth);
        class_embedding = new Parameter(zeros(width));
        positional_embedding = new Parameter(zeros(1 + c.Grid.Count, width));
        proj = new Parameter(zeros(width, c.EmbeddingDim));
        // By position: TorchSharp's versions name the arguments differently.
        conv1 = nn.Conv2d(c.Channels, width, c.PatchSize, c.PatchSize, 0, 1, PaddingModes.Zeros, 1, false);
        ln_pre = new TokenNorm(width, c.NormEps);
        transformer = new ClipTransformer(c.VisionTower, c.DropPathRate);
        ln_post = new TokenNorm(width, c.NormEps);
        _configuration = configuration;
        RegisterComponents();
    }

    /// <summary>Where stochastic depth draws from.</summary>
    public IUniformSource DropPathSource
    {
        set => transformer.DropPathSource = value;
    }

    /// <summary>[B, C, H, W] to embeddings of any length, [B, E].</summary>
    public override Tensor forward(Tensor images)
    {
        using var features = forward_features(images);
        return features.mm(proj);
    }

    /// <summary>The class token before the projection into the space of texts, [B, D].</summary>
    public Tensor forward_features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var grid = Grid(images);
        var patches = PatchEmbedding.Project(images, conv1.weight!, null);                           // [B, N, D]
        var token = class_embedding.view(1, 1, -1).expand(patches.shape[0], 1, patches.shape[2]);    // [B, 1, D]
        var x = ln_pre.call(cat([token, patches], 1) + Positions(grid));                             // [B, 1 + N, D]
        x = transformer.call(x);
        return ln_post.call(x.select(1, 0)).MoveToOuterDisposeScope();                               // [B, D]
    }

    /// <summary>The position table for a grid of patches, [1, 1 + N, D].</summary>
    internal Tensor Positions(PatchGrid grid)
    {
        using var table = positional_embedding.unsqueeze(0);
        return PositionEmbedding.Resample(table, 1, _configuration.Grid, grid, _configuration.PositionResampling);
    }

    private PatchGrid Grid(Tensor images)
    {
        var grid = PatchEmbedding.Grid(images, _configuration.Channels, _configuration.PatchSize);
        if (!_configuration.DynamicSize && (images.shape[2], images.shape[3]) != (_configuration.ImageHeight, _configuration.ImageWidth))
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a network for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}. Resize it, or set {nameof(ClipConfiguration.DynamicSize)}.");
        return grid;
    }
}
