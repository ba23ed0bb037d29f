using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>The blocks of one tower.</summary>
internal sealed class ClipTransformer : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ClipBlock> resblocks;

    public ClipTransformer(ClipTowerSizes sizes) : base(nameof(ClipTransformer))
    {
        resblocks = new ModuleList<ClipBlock>([.. Enumerable.Range(0, sizes.Layers).Select(_ => new ClipBlock(sizes))]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)            // [B, N, D]
    {
        x = x.alias();
        foreach (var block in resblocks)
        {
            var next = block.call(x);
            x.Dispose();
            x = next;
        }
        return x;
    }
}
