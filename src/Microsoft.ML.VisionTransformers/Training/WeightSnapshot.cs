using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>A copy of a network's parameters and buffers in main memory: the best checkpoint of a training. Its memory is used again for the next one.</summary>
internal sealed class WeightSnapshot(nn.Module network) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copies = [];

    /// <summary>The epoch the copy is of, from 1; 0 = there is none.</summary>
    public int Epoch { get; private set; }

    public void Take(int epoch)
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        foreach (var (name, tensor) in network.state_dict())
        {
            if (_copies.TryGetValue(name, out var copy))
                copy.copy_(tensor);
            else
                _copies[name] = tensor.detach().cpu().clone().DetachFromDisposeScope();
        }
        Epoch = epoch;
    }

    /// <summary>Puts the copy back into the network.</summary>
    public void Restore()
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        foreach (var (name, tensor) in network.state_dict())
            tensor.copy_(_copies[name]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }
}
