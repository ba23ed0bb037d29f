using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// ConvMAE's encoder for detection (Gao et al., 2022): maps at a quarter, an eighth, a sixteenth and a 32nd of the image's sides, without a
/// norm after them. Field names are the authors' checkpoint keys. Shapes: B images, R x C' = N tokens, W windows of n tokens, H heads, D
/// channels.
/// </summary>
internal sealed class ConvViTDetectionBackbone : nn.Module<Tensor, IReadOnlyList<Tensor>>
{
    private readonly ConvStages _stages;
    private readonly Parameter pos_embed;
    private readonly ModuleList<BiasedTransformerBlock> blocks3;
    private readonly RelativePositionBias windowed_rel_pos_bias;
    private readonly RelativePositionBias global_rel_pos_bias;
    private readonly ConvViTDetectionConfiguration _configuration;

    public ConvViTDetectionBackbone(ConvViTDetectionConfiguration configuration, long seed) : base(nameof(ConvViTDetectionBackbone))
    {
        configuration.Validate();
        _configuration = configuration;
        var (c, sizes) = (configuration, configuration.Encoder);
        var rates = DropPath.Rates(c.DropPathRate, sizes.BlockCount);
        _stages = new ConvStages(sizes, c.Channels, rates);
        _stages.RegisterIn(this);
        pos_embed = new Parameter(zeros(1, c.Grid.Count, sizes.Dim));
        var blocks = new TransformerBlockSizes(sizes.Dim, sizes.Heads, sizes.MlpDim) { NormEps = c.NormEps };
        blocks3 = new ModuleList<BiasedTransformerBlock>([.. rates[^sizes.Depth..].Select(rate => new BiasedTransformerBlock(blocks, rate))]);
        windowed_rel_pos_bias = new RelativePositionBias(c.Window, sizes.Heads);
        global_rel_pos_bias = new RelativePositionBias(c.Grid, sizes.Heads);
        RegisterComponents();
        Initialize(seed);
        DropPathSource = new SeededUniforms(seed);
    }

    /// <summary>Where stochastic depth draws from; one source for the whole network, drawn from in order of execution.</summary>
    public IUniformSource DropPathSource
    {
        set
        {
            foreach (var drop in _stages.DropPaths.Concat(blocks3.Select(block => block.DropPath).OfType<DropPath>()))
                drop.Source = value;
        }
    }

    /// <summary>What windowed blocks add to their scores: <c>[H, n, n]</c>.</summary>
    public Tensor WindowBias() => windowed_rel_pos_bias.Bias();

    /// <summary>Images <c>[B, C, H, W]</c> to four maps, the finest first.</summary>
    public override IReadOnlyList<Tensor> forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var grid = _stages.Grid(images);
        if (grid != _configuration.Grid)
            throw new ArgumentException($"An image of {images.shape[2]}x{images.shape[3]} does not fit a backbone for "
                + $"{_configuration.ImageHeight}x{_configuration.ImageWidth}: pad it.");
        var maps = _stages.Run(images);
        var x = Attend(maps.Tokens + pos_embed)                                                    // [B, N, D]
            .view(-1, grid.Rows, grid.Columns, _configuration.Encoder.Dim)
            .permute(0, 3, 1, 2);                                                                  // [B, D, R, C']
        var half = F.max_pool2d(x, 2L);                                                            // [B, D, R / 2, C' / 2]
        return [.. new[] { maps.Stage1, maps.Stage2, x, half }.Select(map => map.MoveToOuterDisposeScope())];
    }

    private Tensor Attend(Tensor x)
    {
        var (windows, image) = (windowed_rel_pos_bias.Bias(), global_rel_pos_bias.Bias());
        for (var i = 0; i < blocks3.Count; i++)
        {
            x = _configuration.GlobalBlocks.Contains(i)
                ? blocks3[i].call(x, image)                                                        // [B, N, D]
                : Join(blocks3[i].call(Split(x), windows));                                        // [B*W, n, D] and back
        }
        return x;
    }

    /// <summary>Cuts the tokens into windows: <c>[B, N, D]</c> to <c>[B*W, n, D]</c>.</summary>
    private Tensor Split(Tensor x)
    {
        var (grid, side, dim) = (_configuration.Grid, _configuration.WindowSize, x.shape[2]);
        return x.view(-1, grid.Rows / side, side, grid.Columns / side, side, dim)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(-1, side * side, dim);
    }

    /// <summary>Puts windows together again: <c>[B*W, n, D]</c> to <c>[B, N, D]</c>.</summary>
    private Tensor Join(Tensor windows)
    {
        var (grid, side, dim) = (_configuration.Grid, _configuration.WindowSize, windows.shape[2]);
        return windows.view(-1, grid.Rows / side, grid.Columns / side, side, side, dim)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(-1, grid.Count, dim);
    }

    /// <summary>Projections, positions and biases of a normal distribution of width 0.02, as the authors' code; PyTorch's own for convolutions.</summary>
    private void Initialize(long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        ConvInitialization.Fill(this, generator);
        foreach (var (name, parameter) in named_parameters())
        {
            if (name == nameof(pos_embed) || parameter.shape.Length == 2)
                Initialization.TruncatedNormal(parameter, 0.02, generator);
        }
    }
}
