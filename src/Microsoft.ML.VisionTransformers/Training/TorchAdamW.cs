using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>AdamW by TorchSharp's own optimizer: on CUDA, and where the kernels are missing.</summary>
internal sealed class TorchAdamW : ITrainingOptimizer
{
    private readonly AdamW _optimizer;
    private readonly double[] _scales;

    public TorchAdamW(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings)
    {
        _scales = groups.Select(g => g.LearningRateScale).ToArray();
        _optimizer = torch.optim.AdamW(
            // A group's own defaults win over the optimizer's, so each is told everything.
            groups.Select(g => new AdamW.ParamGroup(
                g.Parameters.Select(p => p.Parameter), beta1: settings.Beta1, beta2: settings.Beta2, eps: settings.Epsilon, weight_decay: g.WeightDecay)));
    }

    public void Step(double learningRate)
    {
        int i = 0;
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = learningRate * _scales[i++];
        _optimizer.step();
        _optimizer.zero_grad();
    }

    public void Dispose() => _optimizer.Dispose();
}
