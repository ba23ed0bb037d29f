using Microsoft.ML.VisionTransformers.Objectives;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>The processes of a training whose features all lie in this one.</summary>
/// <param name="rank">The one that is played now.</param>
/// <param name="allImages">[B, D] each, as they come out of the networks.</param>
/// <param name="allTexts">[B, D] each.</param>
internal sealed class PlayedProcesses(int rank, Tensor[] allImages, Tensor[] allTexts) : IFeatureGather
{
    public int Rank => rank;

    public (Tensor Images, Tensor Texts) Gather(Tensor images, Tensor texts, bool withGradient)
        => (Joined(images, allImages, withGradient), Joined(texts, allTexts, withGradient));

    private Tensor Joined(Tensor own, Tensor[] all, bool withGradient)
    {
        var joined = cat([.. all.Select((features, index) => index == rank ? own : ContrastiveLoss.Unit(features))]); // [WB, D]
        return withGradient ? joined : joined.detach();
    }
}
