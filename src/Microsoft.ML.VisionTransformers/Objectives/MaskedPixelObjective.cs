using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>Masked training: hides patches at random and asks for their pixels.</summary>
/// <param name="network">What is trained.</param>
/// <param name="noise">Where masks are drawn from while training.</param>
/// <param name="validationSeed">Validation hides the same patches each time, so that epochs compare.</param>
internal sealed class MaskedPixelObjective(MaskedNetwork network, IUniformSource noise, long validationSeed = 0) : IObjective
{
    public void Seed(long seed) => noise.Seed(seed);

    public ObjectiveResult Compute(Batch batch, bool training)
        => new(Reconstruct(batch.Images, training ? noise : new SeededUniforms(validationSeed)).Loss);

    /// <summary>Hides patches of images <c>[B, C, H, W]</c> by the next noise of a source, and predicts them.</summary>
    public MaskedReconstruction Reconstruct(Tensor images, IUniformSource source)
    {
        using var scope = NewDisposeScope();
        var (batch, patches) = (images.shape[0], network.Configuration.Grid.Count);
        var draws = source.Next(batch * patches, images).view(batch, patches);
        return Reconstruct(images, network.Masks(draws)).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts images <c>[B, C, H, W]</c> from what the masks leave to see.</summary>
    public MaskedReconstruction Reconstruct(Tensor images, IReadOnlyList<PatchMask> masks)
    {
        using var scope = NewDisposeScope();
        var configuration = network.Configuration;
        var target = MaskedPixelLoss.Target(images, configuration.MaskPatch, configuration.NormalizePixels);
        var prediction = network.call(images, masks);                                        // [M*B, N, V]
        var hidden = cat([.. masks.Select(mask => mask.Hidden)], 0);                         // [M*B, N]
        return new MaskedReconstruction(prediction, MaskedPixelLoss.Loss(prediction, target, hidden), hidden).MoveToOuterDisposeScope();
    }
}
