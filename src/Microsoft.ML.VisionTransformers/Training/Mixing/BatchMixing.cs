using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Mixing;

/// <summary>
/// Mixup (Zhang et al., 2017) and cutmix (Yun et al., 2019) as timm does them: each image with that at the same place from the other end.
/// </summary>
internal sealed record BatchMixing
{
    /// <summary>Of the beta distribution that mixup draws shares from; 0 = no mixup.</summary>
    public double MixupAlpha { get; init; }

    /// <summary>The same of cutmix.</summary>
    public double CutmixAlpha { get; init; }

    /// <summary>That a batch, pair or image is mixed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>That it is cutmix, where both are on.</summary>
    public double SwitchProbability { get; init; } = 0.5;

    /// <summary>For what a share and a rectangle are drawn.</summary>
    public MixMode Mode { get; init; }

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
        var (width, height) = ((int)batch.Images.shape[3], (int)batch.Images.shape[2]);
        if (Mode == MixMode.Batch)
        {
            var pair = Draw(width, height, ref random);
            pair.Apply(batch.Images);
            return batch with { Targets = pair.Targets(batch.Labels, Classes, LabelSmoothing) };
        }
        var pairs = new MixedPair[batch.Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            bool isDrawn = Mode == MixMode.Element || i < (pairs.Length + 1) / 2;
            pairs[i] = isDrawn ? Draw(width, height, ref random) : pairs[^(i + 1)];
        }
        return batch with { Targets = MixEach(batch, pairs) };
    }

    private Tensor MixEach(Batch batch, MixedPair[] pairs)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var others = batch.Images.flip(0);
        for (int i = 0; i < pairs.Length; i++)
            pairs[i].Apply(batch.Images[i], others[i]);
        var shares = tensor(pairs.Select(pair => (float)pair.Share).ToArray(), device: batch.Labels.device).unsqueeze(1);   // [B, 1]
        var own = SoftTargetCrossEntropy.Smooth(batch.Labels, Classes, LabelSmoothing);                                     // [B, K]
        return (own * shares + own.flip(0) * (1 - shares)).MoveToOuterDisposeScope();
    }
}
