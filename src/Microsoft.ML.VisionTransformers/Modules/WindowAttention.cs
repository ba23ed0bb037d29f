using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Multi-head self-attention within windows of a map, with a bias for each relative position (Liu et al., "Swin Transformer", 2021).
/// Shapes: B images, H x W patches, C channels; n windows an image of N patches; h heads of width d.
/// </summary>
internal abstract class WindowAttention : nn.Module<Tensor, Tensor>
{
    // Bias and mask are added to the scores as one where together they stay below 16 MB a block.
    private const long MaximumJoined = 1 << 22;

    protected readonly Linear qkv;
    protected readonly Linear proj;
    private readonly StageWindows _windows;
    private readonly bool _shifts;
    private readonly int _heads;
    private readonly double _attentionDrop;
    private readonly double _drop;
    private readonly WeightedTables<WindowPlan> _biases = new();
    private readonly WeightedTables<WindowPlan> _joinedBiases = new();

    /// <param name="name">Name of the module.</param>
    /// <param name="sizes">Channels, heads and rates.</param>
    /// <param name="windows">How the stage cuts its maps.</param>
    /// <param name="shifts">Whether the windows are shifted by half, so that patches of different windows meet.</param>
    protected WindowAttention(string name, WindowAttentionSizes sizes, StageWindows windows, bool shifts) : base(name)
    {
        qkv = Initialization.Linear(sizes.Dim, 3 * sizes.Dim, sizes.QkvBias);
        proj = Initialization.Linear(sizes.Dim, sizes.Dim);
        (_windows, _shifts, _heads) = (windows, shifts, sizes.Heads);
        (_attentionDrop, _drop) = (sizes.AttentionDrop, sizes.Drop);
    }

    protected StageWindows Windows => _windows;

    /// <summary>The weights that <see cref="PositionBias"/> is made of.</summary>
    protected abstract IReadOnlyList<Tensor> PositionWeights { get; }

    /// <summary>Queries, keys and values side by side: <c>[B * n, N, C]</c> to <c>[B * n, N, 3C]</c>.</summary>
    protected abstract Tensor Project(Tensor windows);

    /// <summary>
    /// Makes the products of queries and keys scores; both are <c>[B * n, h, N, d]</c>. They are nobody else's: without a graph to keep they
    /// may be changed.
    /// </summary>
    protected abstract (Tensor Queries, Tensor Keys) Scale(Tensor queries, Tensor keys);

    /// <summary>Whether scores are made of queries and keys of length 1.</summary>
    protected abstract bool IsCosine { get; }

    /// <summary>What a head's products of queries and keys are multiplied by: <c>[h]</c>.</summary>
    protected abstract Tensor Scales();

    /// <summary>What is added to the score of each pair in a window: <c>[h, N, N]</c>.</summary>
    protected abstract Tensor PositionBias(PatchGrid window);

    public override Tensor forward(Tensor map)                                               // [B, H, W, C]
    {
        using var scope = NewDisposeScope();
        var plan = Plan(map);
        var drops = _drop > 0 && training;
        if (!(_attentionDrop > 0 && training) && Autocast.Type is null && FusedWindowAttention.Serves(map, qkv.weight!))
        {
            // What fills a map up has queries, keys and values too, so it has to be there before the projection.
            if (plan.Padded == plan.Map && !drops)
                return proj.call(MixFused(Project(map), plan, _windows.Places(plan, map))).MoveToOuterDisposeScope();
            return Finish(MixFused(Project(plan.Cut(map)), plan, empty(0, ScalarType.Int64)));
        }
        var packed = Project(plan.Cut(map));                                                 // [B * n, N, 3C]
        var (bias, mask) = Bias(plan, map);
        return Finish(Mix(packed, bias, mask));

        Tensor Finish(Tensor mixed)                                                          // [B * n, N, C]
        {
            var output = Autocast.Linear(proj, mixed);
            if (drops)
                output = F.dropout(output, _drop, true);
            return plan.Join(output).MoveToOuterDisposeScope();                              // [B, H, W, C]
        }
    }

    /// <summary>How this block cuts a map <c>[B, H, W, C]</c>.</summary>
    public WindowPlan Plan(Tensor map) => _windows.Plan(new PatchGrid((int)map.shape[1], (int)map.shape[2]), _shifts);

    /// <summary>The attention by one kernel, on windows or on the whole map.</summary>
    /// <param name="packed">Queries, keys and values, <c>[B * n, N, 3C]</c> or <c>[B, H, W, 3C]</c>.</param>
    /// <param name="plan">How the map is cut.</param>
    /// <param name="places">Where the patches of windows are in the map, <c>[n, N]</c>; empty where they come window by window.</param>
    /// <returns>The shape of <paramref name="packed"/>, C wide.</returns>
    private Tensor MixFused(Tensor packed, WindowPlan plan, Tensor places)
    {
        var shape = packed.shape;
        var (patches, channels) = ((long)plan.Padded.Count, shape[^1] / 3);
        var mask = plan.Shifts ? _windows.Mask(plan, packed) : empty(0);
        return new FusedWindowAttention(packed.view(-1, patches, 3, _heads, channels / _heads), Bias(plan), Scales(), places, mask)
            .Apply(IsCosine)                                                                 // [B, n * N, C]
            .view([.. shape[..^1], channels]);
    }

    /// <summary>The attention itself by libtorch's operations.</summary>
    /// <param name="packed">Queries, keys and values, <c>[B * n, N, 3C]</c>, the last dimension ordered [3][h][d].</param>
    /// <param name="bias"><c>[1 or n, h, N, N]</c></param>
    /// <param name="mask"><c>[n, 1, N, N]</c>, or null.</param>
    /// <returns><c>[B * n, N, C]</c></returns>
    private Tensor Mix(Tensor packed, Tensor bias, Tensor? mask)
    {
        var (count, tokens, width) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3 / _heads);
        var parts = packed.view(count, tokens, 3, _heads, width)
            .permute(2, 0, 3, 1, 4)                                                          // [3, B * n, h, N, d]
            .unbind(0);
        var (q, k) = Scale(Own(parts[0]), Own(parts[1]));                                    // [B * n, h, N, d]
        var scores = Autocast.Full(Autocast.Products(Heads(q), Heads(k).transpose(1, 2)));   // [B * n * h, N, N]
        scores = Add(scores, bias);
        if (mask is not null)
            scores = Add(scores, mask);
        var probabilities = scores.softmax(-1);
        if (_attentionDrop > 0 && training)
            probabilities = F.dropout(probabilities, _attentionDrop, true);
        return Autocast.Products(probabilities, Heads(parts[2]))                             // [B * n * h, N, d]
            .view(count, _heads, tokens, width)
            .transpose(1, 2).reshape(count, tokens, _heads * width);                         // [B * n, N, C]

        Tensor Heads(Tensor part) => part.reshape(count * _heads, tokens, width);

        static Tensor Own(Tensor part) => Autocast.Full(part).contiguous();

        Tensor Add(Tensor to, Tensor what)
        {
            var grouped = to.view(count / what.shape[0], what.shape[0], _heads, tokens, tokens);
            // Without a graph to keep, the sum takes the place of the products.
            var sum = is_grad_enabled() ? grouped + what : grouped.add_(what);
            return sum.view(count * _heads, tokens, tokens);
        }
    }

    private Tensor Bias(WindowPlan plan)                                                     // [h, N, N]
    {
        var weights = PositionWeights;
        return is_grad_enabled() || !WeightedTables<WindowPlan>.Serve(weights)
            ? PositionBias(plan.Window).contiguous()
            : _biases.Get(plan, weights, () => PositionBias(plan.Window).contiguous());
    }

    private (Tensor Bias, Tensor? Mask) Bias(WindowPlan plan, Tensor beside)
    {
        var mask = plan.Shifts ? _windows.Mask(plan, beside).unsqueeze(1) : null;            // [n, 1, N, N]
        var tokens = (long)plan.Window.Count;
        var joins = mask is not null && plan.Windows * _heads * tokens * tokens <= MaximumJoined;
        var weights = PositionWeights;
        if (is_grad_enabled() || !WeightedTables<WindowPlan>.Serve(weights))
            return (PositionBias(plan.Window).unsqueeze(0), mask);

        // Who only scores has the same bias each time.
        var bias = _joinedBiases.Get(plan, weights, () =>
        {
            var alone = PositionBias(plan.Window).unsqueeze(0);                              // [1, h, N, N]
            return joins ? alone + mask! : alone.contiguous();                               // [n, h, N, N]
        });
        return (bias, joins ? null : mask);
    }
}
