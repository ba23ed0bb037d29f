using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// The vision transformer: an image as a sequence of patches, a transformer encoder, a classifier on one vector of it (Dosovitskiy et
/// al., 2021). Field names are timm's checkpoint keys. Shapes: B images, N patches, P prefix tokens, T = P + N, D channels, K classes.
/// </summary>
internal sealed class VisionTransformerNetwork : VisionNetwork, IGlobalAttention
{
    // Nearly zero: a network starts by saying nothing of its classes (the width of MAE's fine-tuning).
    private const double HeadWidth = 2e-5;

    // MAE's linear probe, whose head is all that learns.
    private const double ProbeWidth = 0.01;

    private readonly Parameter? cls_token;
    private readonly Parameter? reg_token;
    private readonly Parameter pos_embed;
    private readonly PatchEmbedding patch_embed;
    private readonly TokenNorm? norm_pre;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly TokenNorm? norm;
    private readonly TokenNorm? fc_norm;
    private readonly Linear? pre_logits;
    private nn.Module<Tensor, Tensor>? head;
    private ViTConfiguration _configuration;

    public VisionTransformerNetwork(ViTConfiguration configuration, long seed) : base(nameof(VisionTransformerNetwork))
    {
        configuration.Validate();
        _configuration = configuration;
        var (c, dim) = (configuration, (long)configuration.Dim);

        patch_embed = new PatchEmbedding(c.Channels, c.PatchSize, dim, bias: !c.PreNorm);
        cls_token = c.ClassToken ? new Parameter(zeros(1, 1, dim)) : null;
        reg_token = c.RegisterTokens > 0 ? new Parameter(zeros(1, c.RegisterTokens, dim)) : null;
        pos_embed = new Parameter(zeros(1, c.EmbeddedPrefix + c.Grid.Count, dim));
        norm_pre = c.PreNorm ? new TokenNorm(dim, c.NormEps) : null;

        var sizes = new TransformerBlockSizes(dim, c.Heads, c.MlpDim)
        {
            NormEps = c.NormEps, QkvBias = c.QkvBias, QkNorm = c.QkNorm, LayerScale = c.LayerScale, Activation = c.Activation,
            Drop = c.DropRate, AttentionDrop = c.AttentionDropRate,
        };
        blocks = new ModuleList<TransformerBlock>(
            [.. DropPath.Rates(c.DropPathRate, c.Depth).Select(rate => new TransformerBlock(sizes, rate))]);

        norm = c.NormAfterPooling ? null : new TokenNorm(dim, c.NormEps);
        fc_norm = c.NormAfterPooling ? new TokenNorm(dim, c.NormEps) : null;
        pre_logits = c.RepresentationSize is { } width ? Initialization.Linear(dim, width) : null;
        head = c.NumClasses > 0 ? NewHead(c.NumClasses) : null;
        RegisterComponents();
        Initialize(seed);
        SeedDropPath(seed);
    }

    public override ClassifierConfiguration Configuration => _configuration;

    public override int LayerCount => _configuration.Depth + 1;

    public override IUniformSource DropPathSource
    {
        set
        {
            foreach (var block in blocks)
            {
                if (block.DropPath is { } drop)
                    drop.Source = value;
            }
        }
    }

    /// <summary>The blocks in order, for those who look inside.</summary>
    public IReadOnlyList<TransformerBlock> Blocks => [.. blocks];

    private int MeanFrom => _configuration.PoolSkip ?? _configuration.PrefixTokens;

    private long Features => _configuration.RepresentationSize ?? _configuration.Dim;

    public override int PrefixTokens => _configuration.PrefixTokens;

    public override Tensor forward_features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = Embed(images);                                            // [B, T, D]
        foreach (var block in blocks)
        {
            var next = block.call(x);                                     // [B, T, D]
            x.Dispose();
            x = next;
        }
        x = norm?.call(x) ?? x;
        return x.MoveToOuterDisposeScope();
    }

    public override NetworkCut Cut(Tensor images)
    {
        var (tokens, logits) = NetworkCut.InLastBlock(Blocks, Embed(images), last => forward_head(norm?.call(last) ?? last));
        return new(tokens, Grid(images), _configuration.PrefixTokens, _configuration.PatchSize, logits);
    }

    int IGlobalAttention.Prefix => PrefixTokens;

    int? IGlobalAttention.MeanFrom => _configuration.Pooling == ViTPooling.Token ? null : MeanFrom;

    (PatchGrid, int) IGlobalAttention.Patches(Tensor images) => (Grid(images), _configuration.PatchSize);

    void IGlobalAttention.Visit(Tensor images, Action<TransformerBlock, Tensor> visit)
    {
        using var scope = NewDisposeScope();
        var x = Embed(images);
        foreach (var block in blocks)
        {
            visit(block, x);
            var next = block.call(x);
            x.Dispose();
            x = next;
        }
    }

    public override Tensor forward_head(Tensor tokens, bool preLogits = false)
    {
        using var scope = NewDisposeScope();
        var x = Pool(tokens);                                             // [B, D]
        x = fc_norm?.call(x) ?? x;
        if (pre_logits is not null)
            x = pre_logits.call(x).tanh();
        if (_configuration.DropRate > 0 && training)
            x = F.dropout(x, _configuration.DropRate, true);
        if (!preLogits && head is not null)
            x = head.call(x);                                             // [B, K]
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Embed(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = EmbedPositions(patch_embed.call(images), Grid(images));   // [B, T, D]
        x = norm_pre?.call(x) ?? x;
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Adds positions and prepends the prefix tokens: <c>[B, N, D]</c> to <c>[B, T, D]</c>.</summary>
    internal Tensor EmbedPositions(Tensor patches, PatchGrid grid)
    {
        using var scope = NewDisposeScope();
        var (batch, dim) = (patches.shape[0], patches.shape[2]);
        var table = PositionEmbedding.Resample(
            pos_embed, _configuration.EmbeddedPrefix, _configuration.Grid, grid, _configuration.PositionResampling);

        // Where the prefix has positions too, they are added after it joined; adding before a long concatenation would copy twice.
        var x = _configuration.NoEmbedClass ? patches + table : patches;
        List<Tensor> sequence = [];
        if (cls_token is not null)
            sequence.Add(cls_token.expand(batch, 1, dim));
        if (reg_token is not null)
            sequence.Add(reg_token.expand(batch, _configuration.RegisterTokens, dim));
        sequence.Add(x);
        x = sequence.Count > 1 ? cat(sequence, 1) : x;
        x = _configuration.NoEmbedClass ? x : x + table;
        if (_configuration.DropRate > 0 && patch_embed.training) // not where the embeddings are frozen
            x = F.dropout(x, _configuration.DropRate, true);
        return x.MoveToOuterDisposeScope();
    }

    private PatchGrid Grid(Tensor images)
    {
        var grid = patch_embed.Grid(images);
        if (!_configuration.DynamicSize && (images.shape[2], images.shape[3]) != (_configuration.ImageHeight, _configuration.ImageWidth))
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a network for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}. Resize it, or set {nameof(ViTConfiguration.DynamicSize)}.");
        return grid;
    }

    private nn.Module<Tensor, Tensor> NewHead(long classes)
        => _configuration.ProbeNorm ? new ProbeHead(Features, classes) : Initialization.Linear(Features, classes);

    private Tensor Pool(Tensor tokens) => _configuration.Pooling switch
    {
        ViTPooling.Token => tokens.select(1, 0),
        ViTPooling.Average => Average(tokens, MeanFrom),
        _ => tokens.alias(),
    };

    private static Tensor Average(Tensor tokens, long skip)
        => (skip == 0 ? tokens : tokens.narrow(1, skip, tokens.shape[1] - skip)).mean([1L]);

    public override void ResetHead(long classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (head is null)
        {
            head = NewHead(classes);
            register_module(nameof(head), head);
            head.to(pos_embed.device);
        }
        StartAnew(head, classes, _configuration.ProbeNorm ? ProbeWidth : HeadWidth, seed);
        _configuration = _configuration with { NumClasses = checked((int)classes) };
    }

    public override int LayerId(string parameterName)
    {
        if (parameterName.StartsWith("blocks.", StringComparison.Ordinal))
            return 1 + int.Parse(parameterName.Split('.')[1]);
        return IsEmbedding(parameterName) ? 0 : LayerCount;
    }

    public override bool SkipsWeightDecay(string parameterName)
        => parameterName is nameof(cls_token) or nameof(reg_token) or nameof(pos_embed);

    private static bool IsEmbedding(string name)
        => name is nameof(cls_token) or nameof(reg_token) or nameof(pos_embed)
            || name.StartsWith(nameof(patch_embed), StringComparison.Ordinal)
            || name.StartsWith(nameof(norm_pre), StringComparison.Ordinal);

    /// <summary>
    /// The first values of the paper's own code (google-research/vision_transformer), whose width follows the layer's: Xavier-uniform
    /// projections with queries, keys and values apart, a patch projection of variance 1 / fan-in, biases 0, next to no head. Narrow
    /// networks learn much slower from timm's one width of 0.02 for all.
    /// </summary>
    private void Initialize(long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        foreach (var (name, parameter) in named_parameters())
        {
            var shape = parameter.shape;
            if (name is nameof(cls_token) or nameof(reg_token))
                Initialization.Normal(parameter, 1e-6, generator);
            else if (name == nameof(pos_embed))
                Initialization.TruncatedNormal(parameter, 0.02, generator);
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
                Initialization.Zero(parameter);
            else if (shape.Length == 4)
                Initialization.TruncatedNormal(parameter, 1 / Math.Sqrt(shape[1] * shape[2] * shape[3]), generator);
            else if (name.StartsWith(nameof(head), StringComparison.Ordinal))
                Initialization.TruncatedNormal(parameter, _configuration.ProbeNorm ? ProbeWidth : HeadWidth, generator);
            else if (shape.Length == 2)
                Initialization.Projection(parameter, name, generator);
        }
    }
}
