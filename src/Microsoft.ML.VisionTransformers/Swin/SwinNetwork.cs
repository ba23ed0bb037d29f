using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// The Swin Transformer, V1 and V2: patches as a map, stages of window attention between which the map halves, a classifier on the mean
/// of the last map (Liu et al., 2021 and 2022). Field names are the official checkpoints' keys. Images of any size are taken.
/// Shapes: B images, H x W patches, L = H W, C channels, D of the last stage, K classes.
/// </summary>
internal sealed class SwinNetwork : VisionNetwork
{
    private const double Width = 0.02;

    // Nearly zero, as for all classifiers here: a network starts by saying nothing of its classes.
    private const double HeadWidth = 2e-5;

    private readonly PatchEmbedding patch_embed;
    private readonly Parameter? absolute_pos_embed;
    private readonly ModuleList<SwinStage> layers;
    private readonly TokenNorm norm;
    private Linear? head;
    private ShiftedWindowConfiguration _configuration;

    public SwinNetwork(ShiftedWindowConfiguration configuration, long seed) : base(nameof(SwinNetwork))
    {
        configuration.Validate();
        _configuration = configuration;
        var c = configuration;
        patch_embed = new PatchEmbedding(c.Channels, c.PatchSize, c.EmbedDim, normEps: c.PatchNorm ? c.NormEps : null);
        absolute_pos_embed = c.AbsolutePositions ? new Parameter(zeros(1, c.Grid.Count, c.EmbedDim)) : null;

        var rates = DropPath.Rates(c.DropPathRate, c.Depths.Sum());
        layers = new ModuleList<SwinStage>([.. c.Depths.Select((depth, stage) =>
            new SwinStage(c, stage, rates[FirstBlock(stage)..(FirstBlock(stage) + depth)]))]);
        norm = new TokenNorm(c.Features, c.NormEps);
        head = c.NumClasses > 0 ? Initialization.Linear(c.Features, c.NumClasses) : null;
        RegisterComponents();
        Initialize(seed);
        SeedDropPath(seed);
    }

    public override ClassifierConfiguration Configuration => _configuration;

    public override int LayerCount => _configuration.Depths.Sum() + 1;

    public override IUniformSource DropPathSource
    {
        set
        {
            foreach (var block in Stages.SelectMany(stage => stage.Blocks))
            {
                if (block.DropPath is { } drop)
                    drop.Source = value;
            }
        }
    }

    /// <summary>The stages in order, for those who look inside.</summary>
    public IReadOnlyList<SwinStage> Stages => [.. layers];

    public override Tensor forward_features(Tensor images)                                   // [B, 3, height, width]
    {
        using var scope = NewDisposeScope();
        var map = Embed(images);                                                             // [B, H, W, C]
        foreach (var stage in layers)
        {
            var next = stage.call(map);
            map.Dispose();
            map = next;
        }
        return norm.call(map).flatten(1, 2).MoveToOuterDisposeScope();                       // [B, L, D]
    }

    public override NetworkCut Cut(Tensor images)
    {
        // A merging pads a map of odd sides.
        var (grid, halvings) = (_configuration.GridOf(images.shape[2], images.shape[3]), _configuration.Depths.Count - 1);
        var last = new PatchGrid((grid.Rows - 1 >> halvings) + 1, (grid.Columns - 1 >> halvings) + 1);
        return new(forward_features(images), last, 0, _configuration.PatchSize << halvings, tokens => forward_head(tokens));
    }

    public override Tensor forward_head(Tensor tokens, bool preLogits = false)
    {
        using var scope = NewDisposeScope();
        var x = tokens.mean([1L]);                                                           // [B, D]
        if (!preLogits && head is not null)
            x = head.call(x);                                                                // [B, K]
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Patches with their positions, as a map.</summary>
    private Tensor Embed(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (shape, patch) = (images.shape, _configuration.PatchSize);
        if (shape.Length != 4)
            throw new ArgumentException($"Images are [batch, {_configuration.Channels}, height, width]; these are [{string.Join(", ", shape)}].");
        var grid = _configuration.GridOf(shape[2], shape[3]);
        if ((grid.Rows * patch, grid.Columns * patch) != (shape[2], shape[3]))
            images = F.pad(images, [0, grid.Columns * patch - shape[3], 0, grid.Rows * patch - shape[2]]); // Negative cuts off.
        var x = patch_embed.call(images);                                                    // [B, L, C]
        if (absolute_pos_embed is not null)
            x = x + PositionEmbedding.Resample(absolute_pos_embed, 0, _configuration.Grid, grid, PositionResampling.Plain);
        if (_configuration.DropRate > 0 && patch_embed.training) // not where the embeddings are frozen
            x = F.dropout(x, _configuration.DropRate, true);
        return x.view(shape[0], grid.Rows, grid.Columns, -1).MoveToOuterDisposeScope();
    }

    public override void ResetHead(long classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if (head is null)
        {
            head = Initialization.Linear(_configuration.Features, classes);
            register_module(nameof(head), head);
            head.to(norm.Device);
        }
        StartAnew(head, classes, HeadWidth, seed);
        _configuration = _configuration with { NumClasses = checked((int)classes) };
    }

    /// <summary>The official code's: a merging counts with the block before it.</summary>
    public override int LayerId(string parameterName)
    {
        var parts = parameterName.Split('.');
        if (parts[0] != nameof(layers))
            return parts[0] is nameof(patch_embed) or nameof(absolute_pos_embed) ? 0 : LayerCount;
        var stage = int.Parse(parts[1]);
        return parts[2] == "blocks" ? FirstBlock(stage) + int.Parse(parts[3]) + 1 : FirstBlock(stage + 1);
    }

    public override bool SkipsWeightDecay(string parameterName)
        => parameterName == nameof(absolute_pos_embed) || s_undecayed.Any(part => parameterName.Contains(part, StringComparison.Ordinal));

    private static readonly string[] s_undecayed = ["relative_position_bias_table", "cpb_mlp", "logit_scale"];

    private int FirstBlock(int stage) => _configuration.Depths.Take(stage).Sum();

    /// <summary>
    /// The official code's first values: truncated normals of width 0.02, PyTorch's own for the patches, biases 0; V2's norms are 0 as
    /// well, so that each block starts as nothing, and its scores start at a tenth of the cosine's range.
    /// </summary>
    private void Initialize(long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        var patchInputs = (long)_configuration.Channels * _configuration.PatchSize * _configuration.PatchSize;
        foreach (var (name, parameter) in named_parameters())
        {
            if (name.StartsWith("patch_embed.proj", StringComparison.Ordinal))
                Initialization.Uniform(parameter, 1 / Math.Sqrt(patchInputs), generator);
            else if (name.EndsWith("logit_scale", StringComparison.Ordinal))
                Initialization.Constant(parameter, Math.Log(10));
            else if (parameter.dim() >= 2)
                Initialization.TruncatedNormal(parameter, name.StartsWith(nameof(head), StringComparison.Ordinal) ? HeadWidth : Width, generator);
            else if (name.EndsWith("bias", StringComparison.Ordinal) || (_configuration.PostNorm && name.Contains(".blocks.", StringComparison.Ordinal)))
                Initialization.Zero(parameter);
        }
    }
}
