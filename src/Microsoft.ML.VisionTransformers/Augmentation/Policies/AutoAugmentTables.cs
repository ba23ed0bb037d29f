namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>
/// The policies that AutoAugment found (Cubuk et al., 2018), as printed there and in timm: of each a row is drawn, whose steps are done in turn.
/// </summary>
internal static class AutoAugmentTables
{
    /// <summary>For ImageNet, as in the paper. Implementations differ in what they take "Posterize" for.</summary>
    public static PolicyStep[][] ImageNet(string posterize) =>
    [
        [new(posterize, 0.4, 8), new("Rotate", 0.6, 9)],
        [new("Solarize", 0.6, 5), new("AutoContrast", 0.6)],
        [new("Equalize", 0.8), new("Equalize", 0.6)],
        [new(posterize, 0.6, 7), new(posterize, 0.6, 6)],
        [new("Equalize", 0.4), new("Solarize", 0.2, 4)],
        [new("Equalize", 0.4), new("Rotate", 0.8, 8)],
        [new("Solarize", 0.6, 3), new("Equalize", 0.6)],
        [new(posterize, 0.8, 5), new("Equalize", 1.0)],
        [new("Rotate", 0.2, 3), new("Solarize", 0.6, 8)],
        [new("Equalize", 0.6), new(posterize, 0.4, 6)],
        [new("Rotate", 0.8, 8), new("Color", 0.4, 0)],
        [new("Rotate", 0.4, 9), new("Equalize", 0.6)],
        [new("Equalize", 0.0), new("Equalize", 0.8)],
        [new("Invert", 0.6), new("Equalize", 1.0)],
        [new("Color", 0.6, 4), new("Contrast", 1.0, 8)],
        [new("Rotate", 0.8, 8), new("Color", 1.0, 2)],
        [new("Color", 0.8, 8), new("Solarize", 0.8, 7)],
        [new("Sharpness", 0.4, 7), new("Invert", 0.6)],
        [new("ShearX", 0.6, 5), new("Equalize", 1.0)],
        [new("Color", 0.4, 0), new("Equalize", 0.6)],
        [new("Equalize", 0.4), new("Solarize", 0.2, 4)],
        [new("Solarize", 0.6, 5), new("AutoContrast", 0.6)],
        [new("Invert", 0.6), new("Equalize", 1.0)],
        [new("Color", 0.6, 4), new("Contrast", 1.0, 8)],
        [new("Equalize", 0.8), new("Equalize", 0.6)],
    ];

    /// <summary>For ImageNet, of EfficientNet's published training code.</summary>
    public static PolicyStep[][] EfficientNet(string posterize) =>
    [
        [new("Equalize", 0.8), new("ShearY", 0.8, 4)],
        [new("Color", 0.4, 9), new("Equalize", 0.6)],
        [new("Color", 0.4, 1), new("Rotate", 0.6, 8)],
        [new("Solarize", 0.8, 3), new("Equalize", 0.4)],
        [new("Solarize", 0.4, 2), new("Solarize", 0.6, 2)],
        [new("Color", 0.2, 0), new("Equalize", 0.8)],
        [new("Equalize", 0.4), new("SolarizeAdd", 0.8, 3)],
        [new("ShearX", 0.2, 9), new("Rotate", 0.6, 8)],
        [new("Color", 0.6, 1), new("Equalize", 1.0)],
        [new("Invert", 0.4), new("Rotate", 0.6, 0)],
        [new("Equalize", 1.0), new("ShearY", 0.6, 3)],
        [new("Color", 0.4, 7), new("Equalize", 0.6)],
        [new(posterize, 0.4, 6), new("AutoContrast", 0.4)],
        [new("Solarize", 0.6, 8), new("Color", 0.6, 9)],
        [new("Solarize", 0.2, 4), new("Rotate", 0.8, 9)],
        [new("Rotate", 1.0, 7), new("TranslateYRel", 0.8, 9)],
        [new("ShearX", 0.0, 0), new("Solarize", 0.8, 4)],
        [new("ShearY", 0.8, 0), new("Color", 0.6, 4)],
        [new("Color", 1.0, 0), new("Rotate", 0.6, 2)],
        [new("Equalize", 0.8), new("Equalize", 0.0)],
        [new("Equalize", 1.0), new("AutoContrast", 0.6)],
        [new("ShearY", 0.4, 7), new("SolarizeAdd", 0.6, 7)],
        [new(posterize, 0.8, 2), new("Solarize", 0.6, 10)],
        [new("Solarize", 0.6, 8), new("Equalize", 0.6)],
        [new("Color", 0.8, 6), new("Rotate", 0.4, 5)],
    ];

    /// <summary>Three-Augment (Touvron et al., DeiT III, 2022): solarize at the middle, grey, or blur.</summary>
    public static PolicyStep[][] Three() => [[new("Solarize", 1, 5)], [new("Desaturate", 1, 10)], [new("GaussianBlurRand", 1, 10)]];

    /// <summary>For CIFAR-10.</summary>
    public static PolicyStep[][] Cifar10() =>
    [
        [new("Invert", 0.1), new("Contrast", 0.2, 6)],
        [new("Rotate", 0.7, 2), new("TranslateX", 0.3, 9)],
        [new("Sharpness", 0.8, 1), new("Sharpness", 0.9, 3)],
        [new("ShearY", 0.5, 8), new("TranslateY", 0.7, 9)],
        [new("AutoContrast", 0.5), new("Equalize", 0.9)],
        [new("ShearY", 0.2, 7), new("Posterize", 0.3, 7)],
        [new("Color", 0.4, 3), new("Brightness", 0.6, 7)],
        [new("Sharpness", 0.3, 9), new("Brightness", 0.7, 9)],
        [new("Equalize", 0.6), new("Equalize", 0.5)],
        [new("Contrast", 0.6, 7), new("Sharpness", 0.6, 5)],
        [new("Color", 0.7, 7), new("TranslateX", 0.5, 8)],
        [new("Equalize", 0.3), new("AutoContrast", 0.4)],
        [new("TranslateY", 0.4, 3), new("Sharpness", 0.2, 6)],
        [new("Brightness", 0.9, 6), new("Color", 0.2, 8)],
        [new("Solarize", 0.5, 2), new("Invert", 0.0)],
        [new("Equalize", 0.2), new("AutoContrast", 0.6)],
        [new("Equalize", 0.2), new("Equalize", 0.6)],
        [new("Color", 0.9, 9), new("Equalize", 0.6)],
        [new("AutoContrast", 0.8), new("Solarize", 0.2, 8)],
        [new("Brightness", 0.1, 3), new("Color", 0.7, 0)],
        [new("Solarize", 0.4, 5), new("AutoContrast", 0.9)],
        [new("TranslateY", 0.9, 9), new("TranslateY", 0.7, 9)],
        [new("AutoContrast", 0.9), new("Solarize", 0.8, 3)],
        [new("Equalize", 0.8), new("Invert", 0.1)],
        [new("TranslateY", 0.7, 9), new("AutoContrast", 0.9)],
    ];

    /// <summary>For SVHN, photographs of house numbers.</summary>
    public static PolicyStep[][] Svhn() =>
    [
        [new("ShearX", 0.9, 4), new("Invert", 0.2)],
        [new("ShearY", 0.9, 8), new("Invert", 0.7)],
        [new("Equalize", 0.6), new("Solarize", 0.6, 6)],
        [new("Invert", 0.9), new("Equalize", 0.6)],
        [new("Equalize", 0.6), new("Rotate", 0.9, 3)],
        [new("ShearX", 0.9, 4), new("AutoContrast", 0.8)],
        [new("ShearY", 0.9, 8), new("Invert", 0.4)],
        [new("ShearY", 0.9, 5), new("Solarize", 0.2, 6)],
        [new("Invert", 0.9), new("AutoContrast", 0.8)],
        [new("Equalize", 0.6), new("Rotate", 0.9, 3)],
        [new("ShearX", 0.9, 4), new("Solarize", 0.3, 3)],
        [new("ShearY", 0.8, 8), new("Invert", 0.7)],
        [new("Equalize", 0.9), new("TranslateY", 0.6, 6)],
        [new("Invert", 0.9), new("Equalize", 0.6)],
        [new("Contrast", 0.3, 3), new("Rotate", 0.8, 4)],
        [new("Invert", 0.8), new("TranslateY", 0.0, 2)],
        [new("ShearY", 0.7, 6), new("Solarize", 0.4, 8)],
        [new("Invert", 0.6), new("Rotate", 0.8, 4)],
        [new("ShearY", 0.3, 7), new("TranslateX", 0.9, 3)],
        [new("ShearX", 0.1, 6), new("Invert", 0.6)],
        [new("Solarize", 0.7, 2), new("TranslateY", 0.6, 7)],
        [new("ShearY", 0.8, 4), new("Invert", 0.8)],
        [new("ShearX", 0.7, 9), new("TranslateY", 0.8, 3)],
        [new("ShearY", 0.8, 5), new("AutoContrast", 0.7)],
        [new("ShearX", 0.7, 2), new("Invert", 0.1)],
    ];
}
