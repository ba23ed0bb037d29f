using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>RandAugment (Cubuk et al., 2019) as timm does it: a few operations drawn for each image, each done or not.</summary>
internal sealed class RandAugment(RandAugmentSettings settings, Canvas canvas) : IImageStep
{
    private readonly StrengthOperation[] _operations = [.. settings.Operations.Select(TimmOperations.Get)];

    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        foreach (int choice in Choose(ref random))
        {
            if (settings.Probability < 1 && random.NextDouble() >= settings.Probability)
                continue;
            image = _operations[choice].Run(image, settings.Magnitude.Draw(settings.Level, ref random), canvas, ref random);
        }
        return image;
    }

    private int[] Choose(ref SeededRandom random)
    {
        var choices = new int[settings.Layers];
        double[]? weights = settings.Weights?.ToArray();
        for (int i = 0; i < choices.Length; i++)
        {
            choices[i] = weights is null ? random.Below(_operations.Length) : random.Choice(weights);
            if (weights is not null)
                weights[choices[i]] = 0;
        }
        return choices;
    }
}
