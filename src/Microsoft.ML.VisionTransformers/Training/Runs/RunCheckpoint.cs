using TorchSharp;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>The tensors of a training under names for one file: what <c>last.safetensors</c> holds.</summary>
internal sealed class RunCheckpoint(nn.Module network, GradientStep step, IObjective objective)
{
    /// <summary>Weights, running values of the optimizer, moving averages, what the objective holds; as they are in memory.</summary>
    public Dictionary<string, Tensor> Tensors()
    {
        Dictionary<string, Tensor> all = [];
        Add("network/", network.state_dict());
        Add("optimizer/", step.Optimizer.State);
        Add("average/", step.Average?.Weights ?? new Dictionary<string, Tensor>());
        Add("objective/", objective.State);
        return all;

        void Add(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        {
            foreach (var (name, tensor) in tensors)
                all[prefix + name] = tensor;
        }
    }

    /// <summary>Puts saved tensors back where they were, and the optimizer to its step.</summary>
    /// <exception cref="InvalidDataException">The file is of another training; nothing was changed.</exception>
    public void Restore(ITensorSource saved, RunState state)
    {
        if (state.ThawedAt is { } thawed)
            step.Thaw(thawed);
        var tensors = Tensors();
        if (tensors.FirstOrDefault(pair => saved.Entries.GetValueOrDefault(pair.Key)?.Shape.SequenceEqual(pair.Value.shape) != true).Key is { } odd)
            throw new InvalidDataException($"The saved training does not fit this one: '{odd}' is missing or has another shape.");
        using var guard = no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var value = saved.Load(name);
            tensor.copy_(value);
        }
        step.Optimizer.StepCount = state.Steps;
        if (step.Scaler is { } scaler && state.Scaling is { } scaling)
            scaler.State = scaling;
    }
}
