using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Splits a network's parameters by weight decay and by layer. Vectors (biases, norms, LayerScale) and what the network names itself (class
/// tokens, position embeddings) are not decayed: that pulls the network's offsets to 0 and regularises nothing.
/// </summary>
internal static class ParameterGroups
{
    /// <param name="network">Parameters that take no gradient are left out.</param>
    /// <param name="weightDecay">Of those that are decayed.</param>
    /// <param name="layerDecay">What a layer's learning rate is of that of the layer after it; 1 = all the same (Bao et al., BEiT, 2022).</param>
    /// <param name="isWanted">Which parameters, by name; null = all.</param>
    /// <exception cref="ArgumentException">Learning rates should shrink by layer, and the network doesn't say what its layers are.</exception>
    public static IReadOnlyList<ParameterGroup> Create(nn.Module network, double weightDecay, double layerDecay = 1, Func<string, bool>? isWanted = null)
    {
        var traits = network as ITrainable;
        if (layerDecay != 1 && traits is null)
            throw new ArgumentException($"A {network.GetName()} doesn't say which layer a parameter is in, so its learning rates cannot shrink by layer.", nameof(layerDecay));
        var groups = new SortedDictionary<(int Layer, bool Exempt), List<(string, Parameter)>>();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!parameter.requires_grad || isWanted?.Invoke(name) == false)
                continue;
            bool exempt = weightDecay == 0 || parameter.dim() <= 1 || name.EndsWith(".bias", StringComparison.Ordinal) || traits?.SkipsWeightDecay(name) == true;
            var key = (layerDecay == 1 ? 0 : traits!.LayerId(name), exempt);
            if (!groups.TryGetValue(key, out var members))
                groups[key] = members = [];
            members.Add((name, parameter));
        }
        if (groups.Count == 0)
            throw new InvalidOperationException("The network has no parameter that is trained.");
        return [.. groups.Select(group => new ParameterGroup(group.Value, group.Key.Exempt ? 0 : weightDecay,
            layerDecay == 1 ? 1 : Math.Pow(layerDecay, traits!.LayerCount - group.Key.Layer)))];
    }
}
