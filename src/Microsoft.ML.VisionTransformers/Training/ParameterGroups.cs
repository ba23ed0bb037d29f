using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Splits a network's parameters by weight decay. Vectors (biases, norms, LayerScale) and what the network names itself (class
/// tokens, position embeddings) are exempt: decaying them pulls the network's offsets to 0 and regularises nothing.
/// </summary>
internal static class ParameterGroups
{
    public static IReadOnlyList<ParameterGroup> Create(nn.Module network, double weightDecay, Func<string, bool>? skipsWeightDecay = null)
    {
        var decayed = new List<(string, Parameter)>();
        var exempt = new List<(string, Parameter)>();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (!parameter.requires_grad)
                continue;
            bool skips = weightDecay == 0 || parameter.dim() <= 1 || name.EndsWith(".bias", StringComparison.Ordinal) || skipsWeightDecay?.Invoke(name) == true;
            (skips ? exempt : decayed).Add((name, parameter));
        }
        var groups = new List<ParameterGroup>(2);
        if (decayed.Count > 0)
            groups.Add(new ParameterGroup(decayed, weightDecay));
        if (exempt.Count > 0)
            groups.Add(new ParameterGroup(exempt, 0));
        return groups.Count > 0 ? groups : throw new InvalidOperationException("The network has no parameter that is trained.");
    }
}
