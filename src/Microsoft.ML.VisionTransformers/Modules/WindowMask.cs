using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Rolling a map brings its far edges together in one window. Patches that are no neighbours in the picture are kept apart by a
/// penalty on their score (Liu et al., 2021, section 3.2).
/// </summary>
internal static class WindowMask
{
    /// <summary>The official code's; not infinite, so that a window never has nothing to look at.</summary>
    public const float Penalty = -100;

    /// <summary>0 within a region and the penalty between two: <c>[n, N, N]</c>.</summary>
    public static Tensor Create(WindowPlan plan)
    {
        var masked = plan.Pad(plan.MaskedMap ?? plan.Map);

        // Where timm's mask is that of a smaller map, it is repeated window by window; where that cannot be, the map's own is right.
        if (plan.Windows % plan.Count(masked) != 0)
            masked = plan.Padded;
        var tokens = plan.Window.Count;
        var regions = Regions(plan, masked);
        // Sizes of arrays end at 2^31; a map that needs more has no place in memory either.
        var mask = new float[checked(plan.Windows * tokens * tokens)];
        for (var i = 0; i < mask.Length; i++)
        {
            var (window, pair) = Math.DivRem(i, tokens * tokens);
            var first = window * tokens % regions.Length;
            if (regions[first + pair / tokens] != regions[first + pair % tokens])
                mask[i] = plan.Penalty;
        }
        return tensor(mask, [(long)plan.Windows, tokens, tokens]);
    }

    /// <summary>The region of each patch of the rolled map, window by window.</summary>
    private static int[] Regions(WindowPlan plan, PatchGrid map)
    {
        var regions = new int[map.Count];
        var next = 0;
        for (var top = 0; top < map.Rows; top += plan.Window.Rows)
        {
            for (var left = 0; left < map.Columns; left += plan.Window.Columns)
            {
                for (var patch = 0; patch < plan.Window.Count; patch++)
                {
                    var (row, column) = Math.DivRem(patch, plan.Window.Columns);
                    regions[next++] = 3 * Band(top + row, map.Rows, plan.Window.Rows, plan.Shift.Rows)
                        + Band(left + column, map.Columns, plan.Window.Columns, plan.Shift.Columns);
                }
            }
        }
        return regions;
    }

    /// <summary>Along one side: 0 before the last window, then 1, and 2 for what came round from the start.</summary>
    private static int Band(int position, int length, int window, int shift)
        => shift == 0 || position < length - window ? 0 : position < length - shift ? 1 : 2;
}
