using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Training.Mixing;

/// <summary>
/// Mixup (Zhang et al., 2017) and cutmix (Yun et al., 2019) as timm does them for a batch at a time: one share and one rectangle for all.
/// </summary>
internal sealed record BatchMixing
{
    /// <summary>Of the beta distribution that mixup draws shares from; 0 = no mixup.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>The same of cutmix.</summary>
    public double CutmixAlpha { get; init; }

    /// <summary>That a batch is mixed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>That it is cutmix, where both are on.</summary>
    public double SwitchProbability { get; init; } = 0.5;

    public double LabelSmoothing { get; init; }

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    public bool IsOn => (MixupAlpha > 0 || CutmixAlpha > 0) && Probability > 0;

    public MixedPair Draw(int width, int height, ref SeededRandom random)
    {
        if (!IsOn || random.NextDouble() >= Probability)
            return MixedPair.None;
        bool cut = MixupAlpha <= 0 || (CutmixAlpha > 0 && random.NextDouble() < SwitchProbability);
        double share = BetaDistribution.Draw(cut ? CutmixAlpha : MixupAlpha, ref random);
        if (!cut)
            return new MixedPair(share);
        int y = random.Below(height), x = random.Below(width);
        return MixedPair.Cut(share, x, y, width, height);
    }

    /// <summary>The batch with <see cref="Batch.Targets"/>; its images are changed in place.</summary>
    public Batch Mix(Batch batch, SeededRandom random)
    {
        var shape = batch.Images.shape;
        var pair = Draw((int)shape[3], (int)shape[2], ref random);
        pair.Apply(batch.Images);
        return batch with { Targets = pair.Targets(batch.Labels, Classes, LabelSmoothing) };
    }
}
