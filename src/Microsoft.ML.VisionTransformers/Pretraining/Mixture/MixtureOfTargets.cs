using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining.Mixture;

/// <summary>What the targets of a training need: encoders to ask, ends of the decoder, the objective. Nothing of it is left in the model.</summary>
internal sealed class MixtureOfTargets : IDisposable
{
    private readonly MaskedNetwork _network;
    private readonly MaskedPretrainingOptions _options;
    private readonly Device _device;

    // In the order of the targets; that of the teacher is made when the network is on its device.
    private readonly List<ITokenSource?> _sources = [];

    private MixtureOfTargets(MaskedNetwork network, MaskedPretrainingOptions options, Device device) => (_network, _options, _device) = (network, options, device);

    private bool IsMixture => _options.Targets is not [PixelTarget { Weight: 1 }];

    private IEnumerable<ReconstructionTarget> OfTokens => _options.Targets.Where(target => target is not PixelTarget);

    private int OwnBlocks
    {
        get
        {
            var depth = _network.Configuration.DecoderDepth;
            var own = _options.OwnDecoderBlocks ?? depth / 4;
            return own <= depth ? own : throw new ArgumentException($"{nameof(_options.OwnDecoderBlocks)} is {own}, but the decoder has {depth} blocks.");
        }
    }

    private int SharedBlocks => _network.Configuration.DecoderDepth - OwnBlocks;

    /// <summary>Loads the encoders and gives the decoder an end for each; before the network moves to its device.</summary>
    /// <exception cref="ArgumentException">The decoder has fewer blocks than each target is to have of its own, or an encoder is none that can be asked.</exception>
    public static MixtureOfTargets Prepare(MaskedNetwork network, MaskedPretrainingOptions options, ImagePreprocessing preprocessing, int seed, Device device,
        Action<string> info, Action<string> warn, CancellationToken cancellation)
    {
        var mixture = new MixtureOfTargets(network, options, device);
        if (!mixture.IsMixture)
            return mixture;
        try
        {
            var configuration = network.Configuration;
            var shared = mixture.SharedBlocks;
            foreach (var target in mixture.OfTokens)
                mixture._sources.Add(target is EncoderTarget encoder ? Open(encoder) : null);
            network.AddReconstructors([.. mixture._sources.Select(source => source?.Width ?? configuration.EncoderDim)], mixture.OwnBlocks, seed);
            info($"Targets: {string.Join(", ", options.Targets)}; they share {shared} of {configuration.DecoderDepth} blocks of the decoder.");
            return mixture;
        }
        catch
        {
            mixture.Dispose();
            throw;
        }

        EncoderTokens Open(EncoderTarget target)
        {
            using var checkpoint = Checkpoint.Open(WeightsLocation.Find(target.Weights, options.Hub, info, cancellation));
            return EncoderTokens.Load(checkpoint, network.Configuration.Grid, preprocessing, device, info, warn);
        }
    }

    /// <summary>The frozen encoders' weights, in the order of their targets: a file or folder that is named may come to hold others.</summary>
    public IReadOnlyList<string> EncoderFingerprints => [.. _sources.OfType<EncoderTokens>().Select(source => source.Fingerprint)];

    /// <summary>What is to be learnt; once the network is on its device.</summary>
    /// <param name="noise">Where masks are drawn from.</param>
    /// <param name="validationSeed">Validation hides the same patches each time.</param>
    public IObjective Objective(IUniformSource noise, long validationSeed)
    {
        if (!IsMixture)
            return new MaskedPixelObjective(_network, noise, validationSeed);
        var targets = OfTokens.ToArray();
        for (var i = 0; i < targets.Length; i++)
            _sources[i] ??= new TeacherTokens(_network, ((TeacherTarget)targets[i]).Decay, _device);
        return new MixtureObjective(_network, noise, validationSeed, SharedBlocks, _options.Targets.OfType<PixelTarget>().FirstOrDefault()?.Weight,
            [.. targets.Select((target, i) => (_sources[i]!, target.Weight))]);
    }

    /// <summary>The network as it is used: without the ends that only the other targets needed.</summary>
    public MaskedNetwork Finished()
    {
        if (!IsMixture)
            return _network;
        using var guard = no_grad();
        var weights = _network.state_dict();
        var plain = ((MaskedNetwork)NetworkFactory.Create(_network.Configuration)).to(_device);
        foreach (var (name, weight) in plain.state_dict())
            weight.copy_(weights[name]);
        _network.Dispose();
        return plain;
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source?.Dispose();
    }
}
