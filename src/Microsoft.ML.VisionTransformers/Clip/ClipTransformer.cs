using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>The blocks of one tower.</summary>
internal sealed class ClipTransformer : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<ClipBlock> resblocks;

    /// <param name="sizes">Of the tower.</param>
    /// <param name="dropPath">Stochastic depth of the last block, growing evenly from 0 at the first.</param>
    public ClipTransformer(ClipTowerSizes sizes, double dropPath = 0) : base(nameof(ClipTransformer))
    {
        resblocks = new ModuleList<ClipBlock>([.. DropPath.Rates(dropPath, sizes.Layers).Select(rate => new ClipBlock(sizes, rate))]);
        RegisterComponents();
    }

    /// <summary>Where stochastic depth draws from; one source for all blocks, drawn from in order of execution.</summary>
    public IUniformSource DropPathSource
    {
        set
        {
            foreach (var block in resblocks)
            {
                if (block.DropPath is { } dropPath)
                    dropPath.Source = value;
            }
        }
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
