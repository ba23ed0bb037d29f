using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Stochastic depth (Huang et al., 2016): while training, a residual branch is dropped for whole samples with probability
/// <c>rate</c>, and what is kept is divided by <c>1 - rate</c> so that the expectation stays.
/// </summary>
internal sealed class DropPath : nn.Module<Tensor, Tensor>
{
    private readonly double _keep;

    public DropPath(double rate) : base(nameof(DropPath))
    {
        if (rate is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A drop-path rate is at least 0 and below 1.");
        _keep = 1 - rate;
    }

    /// <summary>One uniform a sample is drawn from here at each training step.</summary>
    public IUniformSource Source { get; set; } = new SeededUniforms(0);

    public override Tensor forward(Tensor branch)
    {
        if (!training || _keep == 1)
            return branch.alias();
        var broadcast = new long[branch.shape.Length];
        Array.Fill(broadcast, 1);
        broadcast[0] = branch.shape[0];
        using var uniform = Source.Next(branch.shape[0], branch);
        using var kept = (uniform + _keep).floor_().div_(_keep); // [B]: 0 or 1 / keep
        using var factor = kept.view(broadcast);                 // [B, 1, ...]
        return branch * factor;
    }

    /// <summary>The rate of each block: from 0 in the first to <paramref name="rate"/> in the last, evenly.</summary>
    public static double[] Rates(double rate, int depth)
        => [.. Enumerable.Range(0, depth).Select(i => depth == 1 ? 0 : rate * i / (depth - 1))];
}
