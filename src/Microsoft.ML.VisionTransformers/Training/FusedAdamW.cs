using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// AdamW on CPU in one native call a step over all tensors. Equal to torch.optim.AdamW up to rounding, and the same to the bit from
/// run to run. Parameters and gradients must be contiguous 32-bit floats.
/// </summary>
internal sealed unsafe class FusedAdamW : ITrainingOptimizer
{
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _moments; // mean and square of each parameter, in turn
    private readonly AdamWTensor[] _tensors;
    private readonly double[] _scales;
    private readonly AdamWSettings _settings;
    private readonly Dictionary<string, Tensor> _state = [];

    public FusedAdamW(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings)
    {
        _settings = settings;
        var rows = groups.SelectMany(g => g.Parameters.Select(p => (p.Name, p.Parameter, Group: g))).ToArray();
        _parameters = rows.Select(r => r.Parameter).ToArray();
        _scales = rows.Select(r => r.Group.LearningRateScale).ToArray();
        _moments = new Tensor[rows.Length * 2];
        _tensors = new AdamWTensor[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            var parameter = _parameters[i];
            _moments[2 * i] = torch.zeros(parameter.shape, ScalarType.Float32, CPU).DetachFromDisposeScope();
            _moments[2 * i + 1] = torch.zeros(parameter.shape, ScalarType.Float32, CPU).DetachFromDisposeScope();
            _state[rows[i].Name + "/mean"] = _moments[2 * i];
            _state[rows[i].Name + "/square"] = _moments[2 * i + 1];
            _tensors[i] = new AdamWTensor
            {
                Mean = KernelTensor.Address(_moments[2 * i]),
                Square = KernelTensor.Address(_moments[2 * i + 1]),
                Size = parameter.numel(),
                WeightDecay = rows[i].Group.WeightDecay,
            };
        }
    }

    /// <summary>Whether this can update such parameters here: on CPU, 32-bit, with the kernels at hand.</summary>
    public static bool CanUpdate(IEnumerable<ParameterGroup> groups) => KernelLibrary.IsAvailable && groups.SelectMany(g => g.Parameters).All(p =>
        p.Parameter.device.type == DeviceType.CPU && p.Parameter.dtype == ScalarType.Float32 && p.Parameter.is_contiguous());

    public long StepCount { get; set; }

    public IReadOnlyDictionary<string, Tensor> State => _state;

    public void Step(double learningRate)
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        int count = 0;
        Span<AdamWTensor> used = new AdamWTensor[_tensors.Length];
        for (int i = 0; i < _parameters.Length; i++)
        {
            var gradient = _parameters[i].grad;
            if (gradient is null) // a part of the network that this objective does not reach
                continue;
            ref var tensor = ref _tensors[i];
            tensor.Parameter = KernelTensor.Address(_parameters[i]); // asked for anew: loading weights may have moved it
            tensor.Gradient = KernelTensor.Address(gradient.is_contiguous() ? gradient : gradient.contiguous());
            tensor.LearningRate = learningRate * _scales[i];
            used[count++] = tensor;
        }
        StepCount++;
        fixed (AdamWTensor* tensors = used)
            KernelLibrary.vtk_adamw_step(tensors, count, _settings.Beta1, _settings.Beta2, _settings.Epsilon, StepCount, torch.get_num_threads());
        foreach (var parameter in _parameters)
            parameter.grad = null;
    }

    public void Dispose()
    {
        foreach (var moment in _moments)
            moment.Dispose();
    }
}
