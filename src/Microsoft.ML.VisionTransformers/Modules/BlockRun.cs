using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>One forward pass of a block that can be done again with the same random numbers, maybe on another thread.</summary>
/// <param name="block">Whose stochastic depth and training mode count.</param>
/// <param name="body">The block itself.</param>
/// <param name="inputs">How many tensors it takes.</param>
/// <param name="weights">Of the block, those that are trained.</param>
internal sealed class BlockRun(nn.Module block, Func<IReadOnlyList<Tensor>, Tensor> body, int inputs, IReadOnlyList<Tensor> weights)
{
    private readonly ScalarType? _type = Autocast.Type;

    public IReadOnlyList<Tensor> Weights => weights;

    public int Inputs => inputs;

    /// <summary>The same tensors with no past of their own.</summary>
    public static List<Tensor> Detached(IEnumerable<Tensor> tensors) => [.. tensors.Select(tensor => tensor.detach().requires_grad_(tensor.requires_grad))];

    /// <summary>Runs the block and forgets all but its output and the random numbers it drew.</summary>
    public (Tensor Output, List<Tensor> Drawn) First(IReadOnlyList<Tensor> given)
    {
        List<Tensor> drawn = [];
        using var scope = NewDisposeScope();
        if (block.training)
            drawn.Add(State(given[0]));
        List<Tensor> uniforms = [];
        // As when gradients are recorded, or it would take other paths, whose results differ in the last bit.
        var output = Compute(Detached(given), source => new RecordedUniforms(source, uniforms, scope)).detach();
        drawn.AddRange(uniforms);
        foreach (var tensor in drawn)
            tensor.MoveToOuterDisposeScope();
        return (output.MoveToOuterDisposeScope(), drawn);
    }

    /// <summary>The output once more, with what leads to its gradients.</summary>
    /// <param name="given">The same inputs.</param>
    /// <param name="drawn">What the first run drew.</param>
    public Tensor Again(IReadOnlyList<Tensor> given, IReadOnlyList<Tensor> drawn)
    {
        if (drawn.Count == 0)
            return Compute(given, source => source);
        using var before = get_rng_state();
        SetState(given[0], drawn[0]);
        var uniforms = new FedUniforms(drawn.Skip(1));
        try
        {
            return Compute(given, _ => uniforms);
        }
        finally
        {
            set_rng_state(before);
        }
    }

    private Tensor Compute(IReadOnlyList<Tensor> given, Func<IUniformSource, IUniformSource> source)
    {
        using var recording = enable_grad();
        using var precision = Autocast.To(_type);
        var drops = block.modules().OfType<DropPath>().Select(drop => (Drop: drop, drop.Source)).ToList();
        try
        {
            foreach (var (drop, own) in drops)
                drop.Source = source(own);
            return body(given);
        }
        finally
        {
            foreach (var (drop, own) in drops)
                drop.Source = own;
        }
    }

    /// <summary>
    /// What dropout will draw from. TorchSharp can't read the state of a GPU's generator, so there a seed is drawn, which all generators then start from.
    /// </summary>
    private static Tensor State(Tensor beside)
    {
        if (beside.device_type == DeviceType.CPU)
            return get_rng_state();
        var seed = randint(long.MaxValue, [1L], ScalarType.Int64);
        SetState(beside, seed);
        return seed;
    }

    private static void SetState(Tensor beside, Tensor state)
    {
        if (beside.device_type == DeviceType.CPU)
            set_rng_state(state);
        else
            manual_seed(state.item<long>());
    }
}
