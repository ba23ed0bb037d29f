using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>Blocks on maps of one size, of which every other shifts its windows; then, but for the last stage, the map is halved.</summary>
internal sealed class SwinStage : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<SwinBlock> blocks;
    private readonly PatchMerging? downsample;

    /// <param name="configuration">The network's.</param>
    /// <param name="stage">Which stage, from 0.</param>
    /// <param name="dropPaths">The rate of stochastic depth of each of its blocks.</param>
    public SwinStage(ShiftedWindowConfiguration configuration, int stage, IReadOnlyList<double> dropPaths) : base(nameof(SwinStage))
    {
        var windows = configuration.WindowsOf(stage);
        blocks = new ModuleList<SwinBlock>([.. dropPaths.Select((rate, i) =>
            new SwinBlock(configuration, stage, configuration.CreateAttention(stage, windows, shifts: i % 2 == 1), rate))]);
        if (stage + 1 < configuration.Depths.Count)
            downsample = new PatchMerging(configuration.DimOf(stage), normFirst: !configuration.PostNorm, configuration.NormEps);
        RegisterComponents();
    }

    /// <summary>The blocks in order, for those who look inside.</summary>
    public IReadOnlyList<SwinBlock> Blocks => [.. blocks];

    public override Tensor forward(Tensor map)                              // [B, H, W, C]
    {
        using var scope = NewDisposeScope();
        var current = map;
        foreach (var block in blocks)
        {
            var next = block.call(current);
            if (!ReferenceEquals(current, map))
                current.Dispose();
            current = next;
        }
        return (downsample?.call(current) ?? current).MoveToOuterDisposeScope(); // [B, H/2, W/2, 2C]
    }
}
