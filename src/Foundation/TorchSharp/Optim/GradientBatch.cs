using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The parameters of a group that have a gradient, as handles for one native call.</summary>
internal readonly ref struct GradientBatch<TState> where TState : OptimizerState
{
    public readonly List<TState> States = new();
    public readonly IntPtr[] Parameters, Gradients;
    private readonly List<Tensor> _gradients = new();

    public GradientBatch(ParamGroup group, Utils.OrderedDict<IntPtr, OptimizerState> states)
    {
        var parameters = new List<IntPtr>();
        foreach (var parameter in group.Parameters) {
            var gradient = parameter.grad;
            if (gradient is null) continue;
            _gradients.Add(gradient);
            parameters.Add(parameter.Handle);
            States.Add((TState)states[parameter.Handle]);
        }
        Parameters = parameters.ToArray();
        Gradients = _gradients.Select(g => g.Handle).ToArray();
    }

    public int Count => Parameters.Length;

    public void Dispose()
    {
        foreach (var gradient in _gradients) gradient.Dispose();
    }
}
