using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// How one stage of a network cuts its maps into windows, whatever their size, with the index and mask tables that its blocks share.
/// </summary>
/// <param name="convention">Whose rules are followed.</param>
/// <param name="map">The stage's map at the network's own image size.</param>
/// <param name="halved">
/// The idea that timm and HuggingFace's V2 have of that map: sides are halved downwards at each merging although the maps are padded upwards.
/// </param>
/// <param name="size">Side of the window that was asked for.</param>
/// <param name="isFixed">Whether window and shift stay as they are for <paramref name="map"/> when other maps come (V2).</param>
internal sealed class StageWindows(WindowConvention convention, PatchGrid map, PatchGrid halved, int size, bool isFixed)
{
    // Networks meet few sizes of images; a program that feeds many must not fill the memory with their tables.
    private const int MaximumTables = 16;

    private readonly ConcurrentDictionary<(object What, string Device, ScalarType Type), Tensor> _tables = new();

    /// <summary>The window that the stage's position table is for.</summary>
    public PatchGrid Window { get; } = WindowOf(convention, map, halved, size, isFixed);

    /// <summary>How a map of the stage is cut; <paramref name="shifts"/> is true for every other block.</summary>
    public WindowPlan Plan(PatchGrid at, bool shifts) => convention switch
    {
        WindowConvention.Torchvision => PlanAsTorchvision(at, shifts),
        WindowConvention.Timm => PlanAsTimm(at, shifts),
        WindowConvention.HuggingFace when isFixed => PlanSquare(at, halved.Rows, shifts && !Covers(at)) with { Penalty = 2 * WindowMask.Penalty },
        _ => PlanSquare(at, isFixed ? Smaller(map) : Smaller(at), shifts),
    };

    /// <summary>The official rule: one window, without a shift, where it would cover the decisive side of the map.</summary>
    private WindowPlan PlanSquare(PatchGrid at, int side, bool shifts) => side <= Window.Rows
        ? new WindowPlan(at, Square(side), default)
        : new WindowPlan(at, Window, shifts ? Square(Window.Rows / 2) : default);

    private WindowPlan PlanAsTorchvision(PatchGrid at, bool shifts)
    {
        var plan = new WindowPlan(at, Window, default);
        return shifts ? plan with { Shift = ShiftWithin(plan.Padded) } : plan;
    }

    private WindowPlan PlanAsTimm(PatchGrid at, bool shifts) => new(at, Window, shifts ? ShiftWithin(halved) : default)
    {
        RollsBeforePadding = true,
        MaskedMap = !isFixed && at == map ? halved : null,
    };

    /// <summary>The mask of a plan that shifts, <c>[n, N, N]</c>, beside another tensor.</summary>
    public Tensor Mask(WindowPlan plan, Tensor beside) => Table(plan, beside.dtype, beside.device, () => WindowMask.Create(plan));

    /// <summary>Which patch of an image stands where in the windows of a plan that fills nothing up, <c>[n, N]</c>.</summary>
    public Tensor Places(WindowPlan plan, Tensor beside) => Table((plan, nameof(Places)), ScalarType.Int64, beside.device,
        () => plan.Cut(arange(plan.Map.Count, ScalarType.Int64).view(1, plan.Map.Rows, plan.Map.Columns, 1)).squeeze(-1));

    /// <summary>Rows of the stage's position table for all pairs in a window, <c>[N * N]</c>.</summary>
    public Tensor Index(PatchGrid window, Device device)
        => Table((window, nameof(Index)), ScalarType.Int64, device, () => RelativePositions.Index(window, Window));

    /// <summary>Logarithmic offsets of the stage's window, <c>[(2 Wh - 1) (2 Ww - 1), 2]</c>.</summary>
    public Tensor LogOffsets(PatchGrid trained, Tensor beside)
        => Table((trained, nameof(LogOffsets)), beside.dtype, beside.device, () => RelativePositions.LogOffsets(Window, trained));

    /// <summary>A table made once. Nobody disposes it: another thread may be reading it; the collector frees it when it is out of use.</summary>
    private Tensor Table(object what, ScalarType type, Device device, Func<Tensor> make)
    {
        var key = (what, device.ToString(), type);
        if (_tables.TryGetValue(key, out var table))
            return table;
        if (_tables.Count >= MaximumTables)
            _tables.Clear();
        using var scope = NewDisposeScope();
        // Whoever scores first must not leave tables that training may not use.
        using var usable = inference_mode(false);
        table = make().to(type, device).DetachFromDisposeScope();
        return _tables.GetOrAdd(key, table);
    }

    private static PatchGrid WindowOf(WindowConvention convention, PatchGrid map, PatchGrid halved, int size, bool isFixed) => convention switch
    {
        WindowConvention.Official => Square(Math.Min(size, Smaller(map))),
        WindowConvention.HuggingFace when isFixed => Square(Math.Min(size, halved.Rows)),
        WindowConvention.Timm => new(Math.Min(size, halved.Rows), Math.Min(size, halved.Columns)),
        _ => Square(size),
    };

    /// <summary>Along a side that one window covers, nothing shifts.</summary>
    private PatchGrid ShiftWithin(PatchGrid at)
        => new(at.Rows <= Window.Rows ? 0 : size / 2, at.Columns <= Window.Columns ? 0 : size / 2);

    private bool Covers(PatchGrid at) => at.Rows <= Window.Rows && at.Columns <= Window.Columns;

    private static int Smaller(PatchGrid at) => Math.Min(at.Rows, at.Columns);

    private static PatchGrid Square(int side) => new(side, side);
}
