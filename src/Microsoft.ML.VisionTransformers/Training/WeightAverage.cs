using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// An exponential moving average of a network's weights (Polyak and Juditsky, 1992), often better than the weights themselves. The decay
/// starts low and grows to its value, as in timm and TensorFlow: after step s it is at most (1 + s) / (10 + s). Buffers, such as those of
/// batch norm, are taken as they are.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _network;
    private readonly double _decay;
    private readonly HashSet<string> _averaged;
    private readonly Dictionary<string, Tensor> _weights;

    public WeightAverage(nn.Module network, double decay)
    {
        (_network, _decay) = (network, decay);
        _averaged = [.. network.named_parameters().Select(pair => pair.name)];
        using var guard = no_grad();
        _weights = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope());
    }

    /// <summary>An average that is kept in tensors of others, such as the weights of another network of the same sizes.</summary>
    /// <param name="network">Whose weights are averaged.</param>
    /// <param name="decay">Of the average.</param>
    /// <param name="into">Where, by the names of the weights that are wanted; they stay their owner's.</param>
    public WeightAverage(nn.Module network, double decay, IReadOnlyDictionary<string, Tensor> into)
    {
        (_network, _decay, _weights) = (network, decay, into.ToDictionary());
        _averaged = [.. network.named_parameters().Select(pair => pair.name)];
    }

    /// <summary>The averages by name: saved with a run, and written into when it goes on.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>Takes the weights after a step into the average.</summary>
    /// <param name="step">From 1.</param>
    public void Update(long step)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        double decay = Math.Min(_decay, (1.0 + step) / (10 + step));
        foreach (var (name, tensor) in _network.state_dict().Where(pair => _weights.ContainsKey(pair.Key)))
        {
            if (_averaged.Contains(name) && tensor.is_floating_point())
                _weights[name].mul_(decay).add_(tensor, 1 - decay);
            else
                _weights[name].copy_(tensor);
        }
    }

    /// <summary>Exchanges the averages and the network's weights; once more puts both back.</summary>
    public void Swap()
    {
        using var guard = no_grad();
        foreach (var (name, tensor) in _network.state_dict())
        {
            using var scope = NewDisposeScope();
            var kept = tensor.clone();
            tensor.copy_(_weights[name]);
            _weights[name].copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Values)
            tensor.Dispose();
    }
}
