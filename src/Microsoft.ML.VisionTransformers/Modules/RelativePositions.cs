using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Relative positions of the patches in a window. A table has a row for each offset between two patches of a window: <c>2 Wh - 1</c>
/// vertical ones times <c>2 Ww - 1</c> horizontal ones, the vertical slower.
/// </summary>
internal static class RelativePositions
{
    /// <summary>
    /// For each pair of patches (N times N, the first slower) the row of their offset in the table of a window that is at least as
    /// large. A smaller window has the middle of the larger one's offsets.
    /// </summary>
    public static Tensor Index(PatchGrid window, PatchGrid table)
    {
        var index = new long[window.Count * window.Count];
        for (var i = 0; i < index.Length; i++)
        {
            var (from, to) = Math.DivRem(i, window.Count);
            var down = from / window.Columns - to / window.Columns;
            var right = from % window.Columns - to % window.Columns;
            index[i] = (down + table.Rows - 1) * (2 * table.Columns - 1) + right + table.Columns - 1;
        }
        return tensor(index);
    }

    /// <summary>
    /// All offsets of a window on a logarithmic scale (Liu et al., "Swin Transformer V2", 2022, equation 4): <c>[(2 Wh - 1) (2 Ww - 1), 2]</c>,
    /// the farthest of the window that the weights were trained with at -1 and 1.
    /// </summary>
    public static Tensor LogOffsets(PatchGrid window, PatchGrid trained)
    {
        var (rows, columns) = (2 * window.Rows - 1, 2 * window.Columns - 1);
        var offsets = new float[rows * columns * 2];
        for (var i = 0; i < rows * columns; i++)
        {
            offsets[2 * i] = Log(i / columns - window.Rows + 1, trained.Rows);
            offsets[2 * i + 1] = Log(i % columns - window.Columns + 1, trained.Columns);
        }
        return tensor(offsets, [(long)rows * columns, 2]);
    }

    private static float Log(int offset, int trained)
        => (float)(Math.Sign(offset) * Math.Log2(8.0 * Math.Abs(offset) / Math.Max(1, trained - 1) + 1) / Math.Log2(8));
}
