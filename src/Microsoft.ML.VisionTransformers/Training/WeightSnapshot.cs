using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>A copy of a network's parameters and buffers in main memory: the best checkpoint of a training. Its memory is used again for the next one.</summary>
internal sealed class WeightSnapshot(nn.Module network) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copies = [];

    /// <summary>The epoch the copy is of, from 1; 0 = there is none.</summary>
    public int Epoch { get; private set; }

    /// <summary>The copy, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _copies;

    /// <summary>Copies the network's weights.</summary>
    public void Take(int epoch)
    {
        using var scope = torch.NewDisposeScope();
        Take(epoch, network.state_dict());
    }

    /// <summary>Reads the copy that a run has saved.</summary>
    public void Take(int epoch, ITensorSource saved)
    {
        using var scope = torch.NewDisposeScope();
        Take(epoch, saved.Entries.Keys.Select(name => KeyValuePair.Create(name, saved.Load(name))));
    }

    /// <summary>Puts the copy back into the network.</summary>
    public void Restore()
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        foreach (var (name, tensor) in network.state_dict())
            tensor.copy_(_copies[name]);
    }

    /// <summary>Moves the network's weights towards the copy: 1 leaves them as they are, 0 makes them the copy's. Whole numbers stay.</summary>
    public void Blend(double share)
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        foreach (var (name, tensor) in network.state_dict())
        {
            if (tensor.is_floating_point())
                tensor.mul_(share).add_(_copies[name].to(tensor.device), 1 - share);
        }
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }

    private void Take(int epoch, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        using var guard = torch.no_grad();
        foreach (var (name, tensor) in weights)
        {
            if (_copies.TryGetValue(name, out var copy))
                copy.copy_(tensor);
            else
                _copies[name] = tensor.detach().cpu().clone().DetachFromDisposeScope();
        }
        Epoch = epoch;
    }
}
