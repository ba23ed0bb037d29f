using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Pictures as rows of patches, as masked autoencoders predict them: within a patch row by row, column by column, and colours fastest. (The
/// weights of a patch projection have the colours slowest.)
/// </summary>
internal static class PatchPixels
{
    /// <summary>Cuts pictures: <c>[B, C, H, W]</c> to <c>[B, N, p * p * C]</c>.</summary>
    public static Tensor Patchify(Tensor images, int patch)
    {
        var shape = images.shape;
        if (shape.Length != 4 || shape[2] % patch != 0 || shape[3] % patch != 0)
            throw new ArgumentException($"Pictures [batch, colours, height, width] divide into patches of {patch}x{patch}; these are [{string.Join(", ", shape)}].", nameof(images));
        var (batch, colours, rows, columns) = (shape[0], shape[1], shape[2] / patch, shape[3] / patch);
        using var scope = NewDisposeScope();
        return images.reshape(batch, colours, rows, patch, columns, patch)
            .permute(0, 2, 4, 3, 5, 1)                                       // [B, R, C', p, p, C]
            .reshape(batch, rows * columns, patch * patch * colours).MoveToOuterDisposeScope();
    }

    /// <summary>Puts pictures together again: <c>[B, N, p * p * C]</c> to <c>[B, C, H, W]</c>.</summary>
    public static Tensor Unpatchify(Tensor patches, PatchGrid grid, int patch)
    {
        var shape = patches.shape;
        if (shape.Length != 3 || shape[1] != grid.Count || shape[2] % ((long)patch * patch) != 0)
            throw new ArgumentException($"A picture of {grid} patches of {patch}x{patch} pixels is not [{string.Join(", ", shape)}].", nameof(patches));
        var (batch, colours) = (shape[0], shape[2] / patch / patch);
        using var scope = NewDisposeScope();
        return patches.reshape(batch, grid.Rows, grid.Columns, patch, patch, colours)
            .permute(0, 5, 1, 3, 2, 4)                                       // [B, C, R, p, C', p]
            .reshape(batch, colours, grid.Rows * patch, grid.Columns * patch).MoveToOuterDisposeScope();
    }
}
