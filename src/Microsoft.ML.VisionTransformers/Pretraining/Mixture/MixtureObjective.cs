using TorchSharp;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining.Mixture;

/// <summary>
/// Masked training with several targets: what the encoder makes of the patches in view goes through the first blocks of the decoder once, and from
/// there through an end for each target. The loss is the weighed sum of theirs. See <see cref="ReconstructionTarget"/>.
/// </summary>
internal sealed class MixtureObjective : IObjective
{
    private readonly MaskedNetwork _network;
    private readonly IUniformSource _noise;
    private readonly long _validationSeed;
    private readonly int _shared;
    private readonly double? _pixelWeight;
    private readonly IReadOnlyList<(ITokenSource Source, double Weight)> _sources;

    /// <param name="network">What is trained; it has a reconstructor for each of the sources, in their order.</param>
    /// <param name="noise">Where masks are drawn from while training.</param>
    /// <param name="validationSeed">Validation hides the same patches each time.</param>
    /// <param name="shared">Blocks of the decoder that all targets share.</param>
    /// <param name="pixelWeight">What pixels count; null = they are no target.</param>
    /// <param name="sources">The encoders whose tokens are targets, and what they count.</param>
    public MixtureObjective(MaskedNetwork network, IUniformSource noise, long validationSeed, int shared, double? pixelWeight,
        IReadOnlyList<(ITokenSource Source, double Weight)> sources)
    {
        (_network, _noise, _validationSeed, _shared, _pixelWeight, _sources) = (network, noise, validationSeed, shared, pixelWeight, sources);
        State = sources.SelectMany((source, i) => source.Source.State.Select(pair => KeyValuePair.Create($"{i}/{pair.Key}", pair.Value))).ToDictionary();
    }

    public IReadOnlyDictionary<string, Tensor> State { get; }

    public void Seed(long seed) => _noise.Seed(seed);

    public ObjectiveResult Compute(Batch batch, bool training)
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (var (loss, weight) in Losses(batch.Images, training ? _noise : new SeededUniforms(_validationSeed)))
            sum = sum is null ? loss * weight : sum + loss * weight;
        return new ObjectiveResult(sum!.MoveToOuterDisposeScope());
    }

    /// <summary>The loss of each target and what it counts: pixels first where they are one, then the sources.</summary>
    public IEnumerable<(Tensor Loss, double Weight)> Losses(Tensor images, IUniformSource noise)
    {
        var configuration = _network.Configuration;
        var (count, patches) = (images.shape[0], configuration.Grid.Count);
        var masks = _network.Masks(noise.Next(count * patches, images).view(count, patches));
        var hidden = cat([.. masks.Select(mask => mask.Hidden)], 0);                                                        // [M*B, N]
        var shared = _network.forward_shared(_network.forward_encoder(images, masks), masks, _shared);                      // [M*B, P + N, E]
        if (_pixelWeight is { } weight)
        {
            var target = MaskedPixelLoss.Target(images, configuration.MaskPatch, configuration.NormalizePixels);
            yield return (MaskedPixelLoss.Loss(_network.forward_pixels(shared, _shared), target, hidden), weight);
        }
        foreach (var ((source, share), reconstructor) in _sources.Zip(_network.Reconstructors))
            yield return (MaskedTokenLoss.Loss(reconstructor.call(shared), MaskedTokenLoss.Target(source.Tokens(images)), hidden), share);
    }

    public void AfterStep(long step)
    {
        foreach (var (source, _) in _sources)
            source.AfterStep(step);
    }
}
