using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// ConvMAE's encoder with a classifier (Gao et al., 2022; convvit in the authors' code). All patches are seen, and the maps of the first
/// stages, which pretraining adds to the tokens, are not. Field names are the authors' checkpoint keys. Shapes: B images, N tokens, D
/// channels, K classes.
/// </summary>
internal sealed class ConvViT : VisionNetwork, IGlobalAttention
{
    // Nearly zero: a network starts by saying nothing of its classes (the width of the authors' fine-tuning).
    private const double HeadWidth = 2e-5;

    // The authors' linear probe, whose head is all that learns.
    private const double ProbeWidth = 0.01;

    private readonly ConvStages _stages;
    private readonly Parameter pos_embed;
    private readonly ModuleList<TransformerBlock> blocks3;
    private readonly TokenNorm? norm;
    private readonly TokenNorm? fc_norm;
    private nn.Module<Tensor, Tensor>? head;
    private ConvViTConfiguration _configuration;

    public ConvViT(ConvViTConfiguration configuration, long seed) : base(nameof(ConvViT))
    {
        configuration.Validate();
        _configuration = configuration;
        var (c, sizes) = (configuration, configuration.Encoder);
        var rates = DropPath.Rates(c.DropPathRate, sizes.BlockCount);
        _stages = new ConvStages(sizes, c.Channels, rates, c.DropRate);
        _stages.RegisterIn(this);
        pos_embed = new Parameter(zeros(1, c.Grid.Count, sizes.Dim));
        var blocks = new TransformerBlockSizes(sizes.Dim, sizes.Heads, sizes.MlpDim) { NormEps = c.NormEps, Drop = c.DropRate };
        blocks3 = new ModuleList<TransformerBlock>([.. rates[^sizes.Depth..].Select(rate => new TransformerBlock(blocks, rate))]);
        norm = c.NormAfterPooling ? null : new TokenNorm(sizes.Dim, c.NormEps);
        fc_norm = c.NormAfterPooling ? new TokenNorm(sizes.Dim, c.NormEps) : null;
        head = c.NumClasses > 0 ? NewHead(c.NumClasses) : null;
        RegisterComponents();
        Initialize(seed);
        SeedDropPath(seed);
    }

    public override ConvViTConfiguration Configuration => _configuration;

    public override int LayerCount => _configuration.Encoder.Depth + 1;

    public override IUniformSource DropPathSource
    {
        set
        {
            foreach (var drop in _stages.DropPaths.Concat(blocks3.Select(block => block.DropPath).OfType<DropPath>()))
                drop.Source = value;
        }
    }

    public override Tensor forward_features(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = Embed(images);                                                                     // [B, N, D]
        foreach (var block in blocks3)
        {
            var next = block.call(x);
            x.Dispose();
            x = next;
        }
        x = norm?.call(x) ?? x;
        return x.MoveToOuterDisposeScope();
    }

    public override NetworkCut Cut(Tensor images)
    {
        var (tokens, logits) = NetworkCut.InLastBlock([.. blocks3], Embed(images), last => forward_head(norm?.call(last) ?? last));
        return new(tokens, Grid(images), 0, _configuration.Encoder.Stride, logits);
    }

    int IGlobalAttention.Prefix => 0;

    int? IGlobalAttention.MeanFrom => _configuration.Pooling == ViTPooling.Token ? null : _configuration.PoolSkip;

    (PatchGrid, int) IGlobalAttention.Patches(Tensor images) => (Grid(images), _configuration.Encoder.Stride);

    void IGlobalAttention.Visit(Tensor images, Action<TransformerBlock, Tensor> visit)
    {
        using var scope = NewDisposeScope();
        var x = Embed(images);
        foreach (var block in blocks3)
        {
            visit(block, x);
            var next = block.call(x);
            x.Dispose();
            x = next;
        }
    }

    /// <summary>What the transformer gets: <c>[B, N, D]</c>.</summary>
    private Tensor Embed(Tensor images)
    {
        using var scope = NewDisposeScope();
        var grid = Grid(images);
        var x = _stages.Run(images).Tokens;
        x = x + PositionEmbedding.Resample(pos_embed, 0, _configuration.Grid, grid, PositionResampling.Plain);
        if (_configuration.DropRate > 0 && _stages.EmbeddingTrains)
            x = F.dropout(x, _configuration.DropRate, true);
        return x.MoveToOuterDisposeScope();
    }

    public override Tensor forward_head(Tensor tokens, bool preLogits = false)
    {
        using var scope = NewDisposeScope();
        var x = Pool(tokens);                                                                      // [B, D]
        x = fc_norm?.call(x) ?? x;
        if (!preLogits && head is not null)
            x = head.call(x);                                                                      // [B, K]
        return x.MoveToOuterDisposeScope();
    }

    private nn.Module<Tensor, Tensor> NewHead(long classes)
        => _configuration.ProbeNorm ? new ProbeHead(_configuration.Encoder.Dim, classes) : Initialization.Linear(_configuration.Encoder.Dim, classes);

    private Tensor Pool(Tensor tokens) => _configuration.Pooling switch
    {
        ViTPooling.Token => tokens.select(1, 0),
        ViTPooling.Average => tokens.narrow(1, _configuration.PoolSkip, tokens.shape[1] - _configuration.PoolSkip).mean([1L]),
        _ => tokens.alias(),
    };

    private PatchGrid Grid(Tensor images)
    {
        var grid = _stages.Grid(images);
        if (!_configuration.DynamicSize && (images.shape[2], images.shape[3]) != (_configuration.ImageHeight, _configuration.ImageWidth))
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a network for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}. Resize it, or set {nameof(ConvViTConfiguration.DynamicSize)}.");
        return grid;
    }

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

    /// <summary>As the authors shrink learning rates: both convolutional stages count as embeddings.</summary>
    public override int LayerId(string parameterName)
    {
        if (parameterName.StartsWith("blocks3.", StringComparison.Ordinal))
            return 1 + int.Parse(parameterName.Split('.')[1]);
        return parameterName == nameof(pos_embed) || parameterName.StartsWith("patch_embed", StringComparison.Ordinal)
            || parameterName.StartsWith("blocks", StringComparison.Ordinal) ? 0 : LayerCount;
    }

    public override bool SkipsWeightDecay(string parameterName) => parameterName == nameof(pos_embed);

    /// <summary>
    /// The authors' first values: positions of a normal distribution of width 0.02, biases 0; PyTorch's own for all convolutions; next to no
    /// head. Only the width of projections follows the layer, instead of being 0.02 for all, as in the authors' pretraining.
    /// </summary>
    private void Initialize(long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        ConvInitialization.Fill(this, generator);
        foreach (var (name, parameter) in named_parameters())
        {
            if (name is "head.weight" or "head.1.weight")
                Initialization.TruncatedNormal(parameter, _configuration.ProbeNorm ? ProbeWidth : HeadWidth, generator);
            else if (parameter.shape.Length == 2)
                Initialization.Projection(parameter, name, generator);
            else if (name == nameof(pos_embed))
                Initialization.TruncatedNormal(parameter, 0.02, generator);
        }
    }
}
