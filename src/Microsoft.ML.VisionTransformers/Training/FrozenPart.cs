using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// The parameters that a training leaves as they are, for good or for some epochs. They take no gradient, so none is computed for what lies
/// before the first that does; and what they alone are in runs as when scoring, without dropout or stochastic depth. Disposed of, it leaves
/// every parameter as it was found.
/// </summary>
internal sealed class FrozenPart : IDisposable
{
    private readonly nn.Module _network;
    private readonly List<(string Name, Parameter Parameter)> _parameters;
    private readonly List<nn.Module> _modules;

    /// <exception cref="ArgumentException">The network has no classifier, or doesn't say what its blocks are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It has fewer blocks.</exception>
    public FrozenPart(nn.Module network, TrainingOptions options)
    {
        _network = network;
        var isFrozen = Choose(network, options);
        _parameters = [.. network.named_parameters().Where(pair => pair.parameter.requires_grad && isFrozen(pair.name))];
        foreach (var (_, parameter) in _parameters)
            parameter.requires_grad = false;
        _modules = _parameters.Count == 0 ? [] : [.. network.named_modules().Select(pair => pair.module).Where(IsFixed)];
        RecordFeatures(!options.Freezes || network.named_parameters().Any(pair => pair.parameter.requires_grad && !VisionNetwork.IsHead(pair.name)));
        Names = _parameters.Select(pair => pair.Name).ToHashSet();
    }

    /// <summary>Of the parameters, those that were thawed since included.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Whether anything is frozen now.</summary>
    public bool IsFrozen => _parameters.Count > 0;

    /// <summary>Brings the network into training mode, all but what is frozen.</summary>
    public void Train()
    {
        _network.train(true);
        foreach (var module in _modules)
            module.train(false);
    }

    /// <summary>From here on all is trained. Gradients that wait for a step are not touched.</summary>
    public void Thaw()
    {
        foreach (var (_, parameter) in _parameters)
            parameter.requires_grad = true;
        _parameters.Clear();
        _modules.Clear();
        RecordFeatures(true);
    }

    public void Dispose() => Thaw();

    private static Func<string, bool> Choose(nn.Module network, TrainingOptions options)
    {
        if (options.TrainOnly == TrainedPart.Head)
        {
            return network.named_parameters().Any(pair => VisionNetwork.IsHead(pair.name)) ? name => !VisionNetwork.IsHead(name)
                : throw new ArgumentException($"A {network.GetName()} has no classifier, so there is no head to train alone.", nameof(options));
        }
        if (options.FrozenBlocks is not { } blocks)
            return options.Locked(network) ?? (_ => false);
        var layers = network as ITrainable
            ?? throw new ArgumentException($"A {network.GetName()} doesn't say which block a parameter is in, so its first blocks cannot be frozen.", nameof(options));
        if (blocks > layers.LayerCount - 1)
            throw new ArgumentOutOfRangeException(nameof(options), blocks, $"{nameof(options.FrozenBlocks)} is {blocks}; the network has {layers.LayerCount - 1} blocks.");
        return name => layers.LayerId(name) <= blocks;
    }

    private static bool IsFixed(nn.Module module)
    {
        var parameters = module.parameters().ToList();
        return parameters.Count > 0 && !parameters.Exists(parameter => parameter.requires_grad);
    }

    private void RecordFeatures(bool record)
    {
        if (_network is VisionNetwork network)
            network.FeaturesAreFrozen = !record;
    }
}
