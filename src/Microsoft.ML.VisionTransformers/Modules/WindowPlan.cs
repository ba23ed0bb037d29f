using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>How one map of patches is cut into windows: B images, H x W patches, C channels, n windows an image of N patches each.</summary>
/// <param name="Map">Rows and columns of the map.</param>
/// <param name="Window">Rows and columns of a window.</param>
/// <param name="Shift">How far the map is rolled up and to the left before it is cut.</param>
internal readonly record struct WindowPlan(PatchGrid Map, PatchGrid Window, PatchGrid Shift)
{
    /// <summary>Whether the map is rolled before it is padded; the other order is usual.</summary>
    public bool RollsBeforePadding { get; init; }

    /// <summary>The map that the mask is made for, where that is not <see cref="Map"/>.</summary>
    public PatchGrid? MaskedMap { get; init; }

    /// <summary>What is added to a score between patches that are no neighbours.</summary>
    public float Penalty { get; init; } = WindowMask.Penalty;

    public bool Shifts => Shift.Rows > 0 || Shift.Columns > 0;

    public PatchGrid Padded => Pad(Map);

    /// <summary>Windows in an image.</summary>
    public int Windows => Count(Padded);

    /// <summary>Cuts <c>[B, H, W, C]</c> into <c>[B * n, N, C]</c>, window by window along the rows.</summary>
    public Tensor Cut(Tensor map)
    {
        using var scope = NewDisposeScope();
        var (batch, channels) = (map.shape[0], map.shape[3]);
        var (rows, columns) = (Padded.Rows / Window.Rows, Padded.Columns / Window.Columns);
        map = RollsBeforePadding ? Fill(Roll(map, -1)) : Roll(Fill(map), -1);                   // [B, H', W', C]
        return map.view(batch, rows, Window.Rows, columns, Window.Columns, channels)
            .permute(0, 1, 3, 2, 4, 5)                                                          // [B, rows, columns, h, w, C]
            .reshape(batch * rows * columns, Window.Count, channels).MoveToOuterDisposeScope(); // [B * n, N, C]
    }

    /// <summary>Puts <c>[B * n, N, C]</c> together to <c>[B, H, W, C]</c>, as it was before <see cref="Cut"/>.</summary>
    public Tensor Join(Tensor windows)
    {
        using var scope = NewDisposeScope();
        var (batch, channels) = (windows.shape[0] / Windows, windows.shape[2]);
        var (rows, columns) = (Padded.Rows / Window.Rows, Padded.Columns / Window.Columns);
        var map = windows.view(batch, rows, columns, Window.Rows, Window.Columns, channels)
            .permute(0, 1, 3, 2, 4, 5)                                                          // [B, rows, h, columns, w, C]
            .reshape(batch, Padded.Rows, Padded.Columns, channels);                             // [B, H', W', C]
        map = RollsBeforePadding ? Roll(Crop(map), 1) : Crop(Roll(map, 1));                     // [B, H, W, C]
        return map.contiguous().MoveToOuterDisposeScope();
    }

    public PatchGrid Pad(PatchGrid map) => new(Multiple(map.Rows, Window.Rows), Multiple(map.Columns, Window.Columns));

    public int Count(PatchGrid padded) => padded.Count / Window.Count;

    private Tensor Roll(Tensor map, int direction)
        => Shifts ? map.roll([direction * Shift.Rows, direction * Shift.Columns], [1L, 2L]) : map;

    private Tensor Fill(Tensor map)
        => Padded == Map ? map : F.pad(map, [0, 0, 0, Padded.Columns - Map.Columns, 0, Padded.Rows - Map.Rows]);

    private Tensor Crop(Tensor map)
        => Padded == Map ? map : map.narrow(1, 0, Map.Rows).narrow(2, 0, Map.Columns);

    private static int Multiple(int length, int window) => (length + window - 1) / window * window;
}
