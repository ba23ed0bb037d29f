using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// The convolutional half of the encoder, from the image to the transformer's tokens. It is no module of its own: in the checkpoints its
/// parts lie beside the transformer's, so each network takes them in under these names.
/// </summary>
internal sealed class ConvStages
{
    private readonly ConvPatchEmbedding patch_embed1;
    private readonly ModuleList<ConvBlock> blocks1;
    private readonly ConvPatchEmbedding patch_embed2;
    private readonly ModuleList<ConvBlock> blocks2;
    private readonly ConvPatchEmbedding patch_embed3;
    private readonly Linear patch_embed4;
    private readonly ConvEncoderSizes _sizes;
    private readonly int _channels;

    /// <param name="sizes">Of the whole encoder.</param>
    /// <param name="channels">Colours of the image.</param>
    /// <param name="dropPath">The rate of each block of both stages.</param>
    /// <param name="drop">Dropout in the pixel-wise networks.</param>
    public ConvStages(ConvEncoderSizes sizes, int channels, ReadOnlySpan<double> dropPath, double drop = 0)
    {
        var (first, second, eps) = (sizes.Stage1, sizes.Stage2, sizes.ConvNormEps);
        patch_embed1 = new ConvPatchEmbedding(channels, first.PatchSize, first.Dim, eps);
        blocks1 = Blocks(first, eps, drop, dropPath[..first.Depth]);
        patch_embed2 = new ConvPatchEmbedding(first.Dim, second.PatchSize, second.Dim, eps);
        blocks2 = Blocks(second, eps, drop, dropPath.Slice(first.Depth, second.Depth));
        patch_embed3 = new ConvPatchEmbedding(second.Dim, sizes.PatchSize, sizes.Dim, eps);
        patch_embed4 = Initialization.Linear(sizes.Dim, sizes.Dim);
        (_sizes, _channels) = (sizes, channels);
    }

    /// <summary>Whether the tokens' embedding is in training mode: it is not while it is frozen.</summary>
    public bool EmbeddingTrains => patch_embed4.training;

    /// <summary>The stochastic depth of the blocks that have it, in order of execution.</summary>
    public IEnumerable<DropPath> DropPaths => blocks1.Concat(blocks2).Select(block => block.DropPath).OfType<DropPath>();

    /// <summary>Makes the parts children of a network.</summary>
    public void RegisterIn(nn.Module network)
    {
        network.register_module(nameof(patch_embed1), patch_embed1);
        network.register_module(nameof(blocks1), blocks1);
        network.register_module(nameof(patch_embed2), patch_embed2);
        network.register_module(nameof(blocks2), blocks2);
        network.register_module(nameof(patch_embed3), patch_embed3);
        network.register_module(nameof(patch_embed4), patch_embed4);
    }

    /// <summary>The grid of an image's tokens; sides that don't divide into tokens are refused.</summary>
    public PatchGrid Grid(Tensor images)
    {
        var shape = images.shape;
        if (shape.Length != 4 || shape[1] != _channels)
            throw new ArgumentException($"Images are [batch, {_channels}, height, width]; these are [{string.Join(", ", shape)}].");
        if (shape[2] % _sizes.Stride != 0 || shape[3] % _sizes.Stride != 0)
            throw new ArgumentException($"An image of {shape[2]}x{shape[3]} does not divide into tokens of {_sizes.Stride}x{_sizes.Stride}.");
        return _sizes.Grid((int)shape[2], (int)shape[3]);
    }

    /// <param name="images"><c>[B, C, H, W]</c>.</param>
    /// <param name="visible">1 for a patch that a mask shows, 0 for one that it hides: <c>[M, B, R, C']</c> for M masks; null shows all.</param>
    public ConvMaps Run(Tensor images, Tensor? visible = null)
    {
        using var scope = NewDisposeScope();
        var stage1 = Run(blocks1, patch_embed1.call(images), Enlarge(visible, _sizes.PatchSize * _sizes.Stage2.PatchSize)); // [B, C1, H/4, W/4]
        var stage2 = Run(blocks2, patch_embed2.call(stage1), Enlarge(visible, _sizes.PatchSize));                           // [B, C2, H/8, W/8]
        var tokens = patch_embed3.call(stage2)                                                                              // [B, D, R, C']
            .permute(0, 2, 3, 1).flatten(1, 2);                                                                             // [B, N, D]
        return new ConvMaps(
            stage1.MoveToOuterDisposeScope(), stage2.MoveToOuterDisposeScope(), Autocast.Full(Autocast.Call(patch_embed4, tokens)).MoveToOuterDisposeScope());
    }

    private static Tensor Run(ModuleList<ConvBlock> blocks, Tensor map, Tensor? visible)
    {
        foreach (var block in blocks)
        {
            var next = block.call(map, visible);
            map.Dispose();
            map = next;
        }
        return map;
    }

    /// <summary>The mask of a finer map, by the nearest patch, with a place for the channels: <c>[M, B, H, W, 1]</c>.</summary>
    private static Tensor? Enlarge(Tensor? visible, int times)
        => visible?.repeat_interleave(times, 2).repeat_interleave(times, 3).unsqueeze(-1);

    private static ModuleList<ConvBlock> Blocks(ConvStage stage, double eps, double drop, ReadOnlySpan<double> dropPath)
    {
        var blocks = new ConvBlock[stage.Depth];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = new ConvBlock(stage.Dim, stage.MlpDim, eps, drop, dropPath[i]);
        return new ModuleList<ConvBlock>(blocks);
    }
}
