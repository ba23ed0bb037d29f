using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>TrivialAugment (Mueller and Hutter, 2021) with its wide ranges, as in torchvision: one operation an image, at any strength.</summary>
internal sealed class TrivialAugmentWide(Canvas canvas) : IImageStep
{
    private static readonly string[] s_operations =
    [
        "Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast", "Sharpness", "Posterize",
        "Solarize", "AutoContrast", "Equalize",
    ];

    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        var operation = TorchvisionOperations.Wide.Get(s_operations[random.Below(s_operations.Length)]);
        return operation.Run(image, random.Below(TorchvisionOperations.Wide.Bins), canvas, ref random);
    }
}
