using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>The sum of a block's input and what a branch made of it.</summary>
internal static class Residual
{
    /// <param name="x">What the branch got.</param>
    /// <param name="branch">What it gave; nobody else's.</param>
    /// <param name="dropPath">Stochastic depth, if the block has it.</param>
    /// <returns>Of the element type of <paramref name="x"/>.</returns>
    public static Tensor Add(Tensor x, Tensor branch, DropPath? dropPath)
    {
        if (dropPath is { training: true })
            branch = dropPath.call(branch);
        // Without a graph to keep, the sum may take the branch's place, unless it needs a longer type (Autocast).
        return is_grad_enabled() || branch.dtype != x.dtype ? x + branch : branch.add_(x);
    }
}
