using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// A transformer block whose attention is a depthwise convolution of 5x5 pixels between two pixel-wise ones (ConvMAE, Gao et al., 2022).
/// While pretraining, what the convolution sees is masked, so that it carries nothing from hidden patches to visible ones; the residual
/// path needs no mask, for nothing in it mixes pixels. Maps are <c>[B, C, H, W]</c> with the channels last in memory.
/// </summary>
internal sealed class ConvBlock : nn.Module<Tensor, Tensor?, Tensor>, IRecomputed
{
    private readonly TokenNorm norm1;
    private readonly PointwiseConvolution conv1;
    private readonly DepthwiseConvolution attn;
    private readonly PointwiseConvolution conv2;
    private readonly TokenNorm norm2;
    private readonly ConvMlp mlp;
    private readonly DropPath? drop_path;

    public ConvBlock(long dim, long hidden, double normEps, double drop = 0, double dropPath = 0) : base(nameof(ConvBlock))
    {
        norm1 = new TokenNorm(dim, normEps);
        conv1 = new PointwiseConvolution(dim, dim);
        attn = new DepthwiseConvolution(dim);
        conv2 = new PointwiseConvolution(dim, dim);
        norm2 = new TokenNorm(dim, normEps);
        mlp = new ConvMlp(dim, hidden, drop);
        if (dropPath > 0)
            drop_path = new DropPath(dropPath);
        RegisterComponents();
    }

    /// <summary>Null when the block never drops a branch.</summary>
    public DropPath? DropPath => drop_path;

    /// <inheritdoc/>
    public bool Recomputes { get; set; }

    /// <param name="map"><c>[B, C, H, W]</c>.</param>
    /// <param name="visible">1 where a mask shows a pixel, 0 where it hides it: <c>[M, B, H, W, 1]</c> for M masks; null shows all.</param>
    public override Tensor forward(Tensor map, Tensor? visible)
    {
        if (!Recomputes)
            return Compute(map, visible);
        return visible is null
            ? Recomputation.Apply(this, inputs => Compute(inputs[0], null), map)
            : Recomputation.Apply(this, inputs => Compute(inputs[0], inputs[1]), map, visible);
    }

    private Tensor Compute(Tensor map, Tensor? visible)
    {
        using var scope = NewDisposeScope();
        var x = map.permute(0, 2, 3, 1);                                                 // [B, H, W, C], all the way
        x = Residual.Add(x, conv2.call(Mix(conv1.call(norm1.call(x)), visible)), drop_path);
        x = Residual.Add(x, mlp.call(norm2.call(x)), drop_path);
        return x.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private Tensor Mix(Tensor x, Tensor? visible)
    {
        if (visible is null)
            return attn.call(x);
        var masks = visible.shape[0];
        var shape = x.shape;                                                             // [B, H, W, C]
        var seen = (x * visible).reshape(masks * shape[0], shape[1], shape[2], shape[3]); // [M*B, H, W, C]
        var mixed = attn.call(seen);
        if (masks == 1)
            return mixed;

        // Several masks share all but this convolution: each pixel takes the answer of the mask that shows it.
        return (mixed.view(masks, shape[0], shape[1], shape[2], shape[3]) * visible).sum([0L]);
    }
}
