using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>
/// Attention rollout (Abnar and Zuidema, 2020). A block passes on half of what it got, as the residual, and half of what its attention
/// mixed: A' = rows of (A + I) scaled to sum 1. The product of all A' says how much of each patch arrives at each token. Only the
/// tokens that are classified matter, so that a vector goes through the blocks, from the last to the first, and not a matrix.
/// </summary>
internal static class AttentionRollout
{
    /// <param name="network">In evaluation mode.</param>
    /// <param name="image">One image, <c>[1, C, H, W]</c>, where the network is.</param>
    /// <param name="options">Heads and what is left out.</param>
    public static PatchMap Run(IGlobalAttention network, Tensor image, ExplanationOptions options)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var blocks = new List<float[]>();
        network.Visit(image, (block, tokens) =>
        {
            using var probabilities = block.Attention.Probabilities(block.AttentionNorm.call(tokens));   // [1, H, T, T]
            var attention = Fuse(probabilities[0].to(ScalarType.Float32).cpu(), options.HeadFusion);     // [T, T]
            blocks.Add(Discard(attention.data<float>().ToArray(), options.DiscardRatio));
        });
        var (grid, stride) = network.Patches(image);
        var arriving = Follow(blocks, Classified(network.MeanFrom, network.Prefix + grid.Count));
        return PatchMap.From(arriving.AsSpan(network.Prefix), grid.Rows, grid.Columns, stride);
    }

    /// <summary>How much of each token arrives where it is classified.</summary>
    /// <param name="blocks">Attention of each block, <c>[T, T]</c>, row by row, from the first block; changed by this.</param>
    /// <param name="classified">The share of each token in what is classified.</param>
    internal static float[] Follow(IReadOnlyList<float[]> blocks, float[] classified)
    {
        var (flow, tokens) = (classified, classified.Length);
        foreach (var attention in blocks.Reverse())
        {
            var before = new float[tokens];
            for (var row = 0; row < tokens; row++)
            {
                var from = attention.AsSpan(row * tokens, tokens);
                from[row] += 1;
                var sum = 0f;
                foreach (var value in from)
                    sum += value;
                for (var token = 0; token < tokens; token++)
                    before[token] += flow[row] / sum * from[token];
            }
            flow = before;
        }
        return flow;
    }

    /// <summary>Zeros the weakest entries.</summary>
    internal static float[] Discard(float[] attention, double ratio)
    {
        var count = (int)(attention.Length * ratio);
        if (count == 0)
            return attention;
        var order = new int[attention.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort((float[])attention.Clone(), order);
        foreach (var i in order.AsSpan(0, count))
            attention[i] = 0;
        return attention;
    }

    private static Tensor Fuse(Tensor heads, HeadFusion fusion) => fusion switch
    {
        HeadFusion.Max => heads.amax([0L]),
        HeadFusion.Min => heads.amin([0L]),
        _ => heads.mean([0L]),
    };

    private static float[] Classified(int? meanFrom, int tokens)
    {
        var share = new float[tokens];
        if (meanFrom is { } first)
            share.AsSpan(first).Fill(1f / (tokens - first));
        else
            share[0] = 1;
        return share;
    }
}
