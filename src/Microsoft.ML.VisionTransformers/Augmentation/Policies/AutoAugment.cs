using System.Globalization;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>AutoAugment (Cubuk et al., 2018): of a table of pairs of operations one is drawn for each image.</summary>
internal sealed class AutoAugment : IImageStep
{
    private const string Spread = "-mstd";

    private static readonly Dictionary<string, Policy> s_known = new(StringComparer.Ordinal)
    {
        ["original"] = new(AutoAugmentTables.ImageNet("PosterizeOriginal"), TimmOperations.Get),
        ["originalr"] = new(AutoAugmentTables.ImageNet("PosterizeIncreasing"), TimmOperations.Get),
        ["v0"] = new(AutoAugmentTables.EfficientNet("Posterize"), TimmOperations.Get),
        ["v0r"] = new(AutoAugmentTables.EfficientNet("PosterizeIncreasing"), TimmOperations.Get),
        ["3a"] = new(AutoAugmentTables.Three(), TimmOperations.Get),
        ["imagenet"] = new(AutoAugmentTables.ImageNet("Posterize"), TorchvisionOperations.AutoAugment.Get, IsTorchvisions: true),
        ["cifar10"] = new(AutoAugmentTables.Cifar10(), TorchvisionOperations.AutoAugment.Get, IsTorchvisions: true),
        ["svhn"] = new(AutoAugmentTables.Svhn(), TorchvisionOperations.AutoAugment.Get, IsTorchvisions: true),
    };

    private readonly Policy _policy;
    private readonly Magnitude _magnitude;
    private readonly Canvas _canvas;

    private AutoAugment(Policy policy, Magnitude magnitude, Canvas canvas) => (_policy, _magnitude, _canvas) = (policy, magnitude, canvas);

    /// <param name="name">
    /// One of timm's policies (original, originalr, v0, v0r, 3a; <c>-mstd0.5</c> after it spreads the magnitudes) or torchvision's (imagenet,
    /// cifar10, svhn).
    /// </param>
    /// <param name="canvas">What lies beyond the border; torchvision's policies have it black.</param>
    /// <exception cref="FormatException">There is no such policy; the message names those that there are.</exception>
    public static AutoAugment Parse(string name, Canvas canvas)
    {
        int dash = name.IndexOf(Spread, StringComparison.Ordinal);
        string number = dash < 0 ? "0" : name[(dash + Spread.Length)..];
        if (!s_known.TryGetValue(dash < 0 ? name : name[..dash], out var policy) || (dash >= 0 && policy.IsTorchvisions)
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double deviation))
        {
            throw new FormatException($"'{name}' is no AutoAugment policy. There are {string.Join(", ", s_known.Keys)}; "
                + $"timm's, the first five, may be followed by {Spread} and a number.");
        }
        return new AutoAugment(policy, new Magnitude(deviation), policy.IsTorchvisions ? canvas with { Fill = default } : canvas);
    }

    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        foreach (var step in _policy.Rows[random.Below(_policy.Rows.Length)])
        {
            if (random.NextDouble() >= step.Probability)
                continue;
            double strength = _policy.IsTorchvisions ? step.Level : _magnitude.Draw(step.Level, ref random);
            image = _policy.Operation(step.Operation).Run(image, strength, _canvas, ref random);
        }
        return image;
    }

    /// <param name="Rows">Of which one is drawn.</param>
    /// <param name="Operation">What the names stand for.</param>
    /// <param name="IsTorchvisions">Whether levels count torchvision's steps rather than timm's tenths.</param>
    private sealed record Policy(PolicyStep[][] Rows, Func<string, StrengthOperation> Operation, bool IsTorchvisions = false);
}
