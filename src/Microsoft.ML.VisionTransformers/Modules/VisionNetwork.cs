using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Architectures;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// A network that classifies images: <c>[B, C, H, W]</c> to logits <c>[B, K]</c>, or to pooled features when it has no classes. Its
/// fields are named as the keys of timm's checkpoints, so that a state dict needs no map.
/// </summary>
internal abstract class VisionNetwork(string name) : nn.Module<Tensor, Tensor>(name), ITrainable
{
    /// <summary>What it was built from; its class count follows <see cref="ResetHead"/>.</summary>
    public abstract ClassifierConfiguration Configuration { get; }

    public long NumClasses => Configuration.NumClasses;

    /// <summary>Tokens before those of the patches in <see cref="forward_features"/>: class and register tokens.</summary>
    public virtual int PrefixTokens => 0;

    /// <summary>All tokens after the last block: <c>[B, N, D]</c>.</summary>
    public abstract Tensor forward_features(Tensor images);

    /// <summary>Pools tokens <c>[B, N, D]</c> and classifies; with <paramref name="preLogits"/>, the vector before the classifier.</summary>
    public abstract Tensor forward_head(Tensor tokens, bool preLogits = false);

    public override Tensor forward(Tensor images)
    {
        using var tokens = FeaturesAreFrozen ? FixedFeatures(images) : forward_features(images);
        return forward_head(tokens);
    }

    /// <summary>Whether nothing before the classifier is trained: it then runs as when scoring, and records nothing for gradients.</summary>
    public bool FeaturesAreFrozen { get; set; }

    /// <summary>Runs as far as the last tokens that say where something is, for those who ask what the rest makes of them.</summary>
    public abstract NetworkCut Cut(Tensor images);

    /// <summary>A classifier for another number of classes, with first values from <paramref name="seed"/>.</summary>
    public abstract void ResetHead(long classes, long seed);

    /// <inheritdoc/>
    public abstract int LayerCount { get; }

    /// <inheritdoc/>
    public abstract int LayerId(string parameterName);

    /// <summary>Leaves the classifier as all that is trained: a linear probe of the features.</summary>
    public void TrainHeadOnly()
    {
        foreach (var (name, parameter) in named_parameters())
            parameter.requires_grad = IsHead(name);
    }

    /// <summary>Whether a parameter is the classifier's, which every family calls <c>head</c>.</summary>
    public static bool IsHead(string parameterName) => parameterName.StartsWith("head.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public abstract bool SkipsWeightDecay(string parameterName);

    /// <summary>Where stochastic depth draws from; one source for the whole network, drawn from in order of execution.</summary>
    public abstract IUniformSource DropPathSource { set; }

    /// <inheritdoc/>
    public void SeedDropPath(long seed) => DropPathSource = new SeededUniforms(seed);

    /// <summary>The family's name, by which its checkpoints are read.</summary>
    public string Family => Configuration.Family;

    /// <summary>Fresh parameters for another number of classes, on the device of those that were there.</summary>
    /// <param name="head">The classifier, bare or behind a norm.</param>
    /// <param name="classes">K.</param>
    /// <param name="width">Of the first weights.</param>
    /// <param name="seed">Of the first weights.</param>
    private protected static void StartAnew(nn.Module<Tensor, Tensor> head, long classes, double width, long seed)
    {
        var classifier = head is ProbeHead probe ? probe.Classifier : (Linear)head;
        var (device, features) = (classifier.weight!.device, classifier.weight.shape[1]);
        var weight = empty(classes, features);
        using (var generator = new Generator(unchecked((ulong)seed)))
            Initialization.TruncatedNormal(weight, width, generator);
        classifier.weight = new Parameter(weight.to(device));
        classifier.bias = new Parameter(zeros(classes, device: device));
        classifier.weight.DetachFromDisposeScope();
        classifier.bias.DetachFromDisposeScope();
    }

    private Tensor FixedFeatures(Tensor images)
    {
        using var guard = no_grad();
        return forward_features(images);
    }
}
