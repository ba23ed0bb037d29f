using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// What Swin Transformers V1 and V2 have in common: stages of blocks that attend within windows, every other block's windows shifted;
/// between stages the map halves and the channels double.
/// </summary>
public abstract record ShiftedWindowConfiguration : ClassifierConfiguration
{
    private readonly StageSizes _depths = new([2, 2, 6, 2]);
    private readonly StageSizes _heads = new([3, 6, 12, 24]);

    private protected ShiftedWindowConfiguration()
    {
    }

    /// <summary>Side of a square patch in pixels. Default 4, as all published. Images that don't divide are padded with zeros; torchvision drops their last rows and columns.</summary>
    public int PatchSize { get; init; } = 4;

    /// <summary>Channels of the first stage; each further stage has twice as many. Default 96, Swin-T and -S.</summary>
    public int EmbedDim { get; init; } = 96;

    /// <summary>Blocks of each stage. Default 2, 2, 6, 2: Swin-T.</summary>
    public IReadOnlyList<int> Depths
    {
        get => _depths.Values;
        init => _depths = new([.. value]);
    }

    /// <summary>Attention heads of each stage; each divides its stage's channels. Default 3, 6, 12, 24: 32 channels a head.</summary>
    public IReadOnlyList<int> Heads
    {
        get => _heads.Values;
        init => _heads = new([.. value]);
    }

    /// <summary>Side of a window in patches.</summary>
    public abstract int WindowSize { get; init; }

    /// <summary>Width of a block's token-wise network as a multiple of its channels. Default 4.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Whether the projection to queries, keys and values has a bias. Default true.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Whether patches are normalised after their projection. Default true.</summary>
    public bool PatchNorm { get; init; } = true;

    /// <summary>Whether a learned table of positions is added to the patches, resampled for other image sizes. Default false.</summary>
    public bool AbsolutePositions { get; init; }

    /// <summary>Epsilon of all layer norms. Default 1e-5, as all published.</summary>
    public double NormEps { get; init; } = 1e-5;

    /// <summary>
    /// Whose rules are followed where a map is no multiple of its window or no larger. Default the official code's; at the published
    /// sizes there is no difference.
    /// </summary>
    public WindowConvention WindowConvention { get; init; }

    /// <summary>Dropout after the patches, in the token-wise networks and after attention. Default 0.</summary>
    public double DropRate { get; init; }

    /// <summary>Dropout on attention probabilities. Default 0.</summary>
    public double AttentionDropRate { get; init; }

    /// <summary>
    /// Stochastic depth of the last block; it grows evenly from 0 in the first. Default 0; the papers train T with 0.2, S 0.3 and B 0.5,
    /// and fine-tune with 0.2.
    /// </summary>
    public double DropPathRate { get; init; }

    /// <summary>Channels of the last stage: the width of pooled features.</summary>
    [JsonIgnore]
    public int Features => DimOf(Depths.Count - 1);

    /// <summary>Whether norms come after attention and token-wise network, on the residual branch (V2), instead of before them.</summary>
    internal abstract bool PostNorm { get; }

    internal PatchGrid Grid => GridOf(ImageHeight, ImageWidth);

    internal int DimOf(int stage) => EmbedDim << stage;

    internal int MlpDimOf(int stage) => (int)(DimOf(stage) * MlpRatio + 1e-6);

    internal PatchGrid GridOf(long height, long width)
    {
        // What is left over of an image is padded to a patch, or dropped.
        var extra = WindowConvention == WindowConvention.Torchvision ? 0 : PatchSize - 1;
        return new((int)((height + extra) / PatchSize), (int)((width + extra) / PatchSize));
    }

    /// <summary>How a stage cuts its maps.</summary>
    internal StageWindows WindowsOf(int stage)
    {
        var (grid, step) = (Grid, (1 << stage) - 1);
        return new StageWindows(
            WindowConvention,
            new((grid.Rows + step) >> stage, (grid.Columns + step) >> stage),
            new(Math.Max(1, grid.Rows >> stage), Math.Max(1, grid.Columns >> stage)),
            WindowSize,
            isFixed: PostNorm);
    }

    internal abstract WindowAttention CreateAttention(int stage, StageWindows windows, bool shifts);

    /// <summary>Weights of a stage's attention that V1 and V2 don't share: positions, scales, biases of the projection.</summary>
    private protected abstract long CountAttentionExtras(int stage);

    private protected WindowAttentionSizes AttentionSizes(int stage, bool qkvBias) => new(DimOf(stage), Heads[stage])
    {
        QkvBias = qkvBias, Drop = DropRate, AttentionDrop = AttentionDropRate,
    };

    /// <inheritdoc/>
    public override long CountParameters()
    {
        var patches = (long)Channels * PatchSize * PatchSize * EmbedDim + EmbedDim + (PatchNorm ? 2 * EmbedDim : 0);
        var positions = AbsolutePositions ? (long)Grid.Count * EmbedDim : 0;
        long stages = 0;
        for (var stage = 0; stage < Depths.Count; stage++)
        {
            long dim = DimOf(stage), hidden = MlpDimOf(stage);
            var block = 4 * dim * dim + dim + CountAttentionExtras(stage) + 2 * dim * hidden + hidden + dim + 4 * dim;
            stages += Depths[stage] * block;
            if (stage + 1 < Depths.Count)
                stages += 8 * dim * dim + 2 * (PostNorm ? 2 * dim : 4 * dim);
        }
        return patches + positions + stages + 2 * Features + (NumClasses == 0 ? 0 : NumClasses * (Features + 1L));
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        Require(PatchSize > 0, $"A patch cannot have sides of {PatchSize} pixels.");
        Require(Grid.Count > 0, $"An image of {ImageHeight}x{ImageWidth} pixels has no patch of {PatchSize}x{PatchSize}.");
        Require(EmbedDim > 0, $"A patch cannot have {EmbedDim} channels.");
        Require(Depths.Count is > 0 and < 16 && Depths.All(depth => depth > 0), $"Each stage needs at least one block, not {string.Join(", ", Depths)}.");
        Require(Heads.Count == Depths.Count, $"There are heads for {Heads.Count} stages and blocks for {Depths.Count}.");
        for (var stage = 0; stage < Heads.Count; stage++)
            Require(Heads[stage] > 0 && DimOf(stage) % Heads[stage] == 0, $"{DimOf(stage)} channels of stage {stage} do not divide into {Heads[stage]} heads.");
        Require(WindowSize > 0, $"A window cannot have sides of {WindowSize} patches.");
        Require(MlpDimOf(0) > 0, $"{nameof(MlpRatio)} {MlpRatio} leaves the token-wise network no width.");
        RequireRate(DropRate, nameof(DropRate));
        RequireRate(AttentionDropRate, nameof(AttentionDropRate));
        RequireRate(DropPathRate, nameof(DropPathRate));
    }

    /// <summary>What weights of this configuration become when another is asked for: its input, window and classes, and the rates that it is trained with.</summary>
    internal virtual ShiftedWindowConfiguration For(ShiftedWindowConfiguration asked) => this with
    {
        ImageHeight = asked.ImageHeight, ImageWidth = asked.ImageWidth, Channels = asked.Channels, WindowSize = asked.WindowSize, NumClasses = asked.NumClasses,
        DropRate = asked.DropRate, AttentionDropRate = asked.AttentionDropRate, DropPathRate = asked.DropPathRate,
    };

    internal override VisionNetwork CreateNetwork(long seed) => new SwinNetwork(this, seed);

    internal override ClassifierConfiguration WithRates(double? dropPath, double? dropout)
        => this with { DropPathRate = dropPath ?? DropPathRate, DropRate = dropout ?? DropRate };
}
