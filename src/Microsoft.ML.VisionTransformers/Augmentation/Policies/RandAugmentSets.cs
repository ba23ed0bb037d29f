namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>What RandAugment chooses from, by timm's names of the sets.</summary>
internal static class RandAugmentSets
{
    /// <summary>Each operation as likely as the others.</summary>
    public static readonly string[] Original =
    [
        "AutoContrast", "Equalize", "Invert", "Rotate", "Posterize", "Solarize", "SolarizeAdd", "Color", "Contrast", "Brightness", "Sharpness",
        "ShearX", "ShearY", "TranslateXRel", "TranslateYRel",
    ];

    /// <summary>The same, on scales where a larger magnitude always changes more.</summary>
    public static readonly string[] Increasing =
    [
        "AutoContrast", "Equalize", "Invert", "Rotate", "PosterizeIncreasing", "SolarizeIncreasing", "SolarizeAdd", "ColorIncreasing",
        "ContrastIncreasing", "BrightnessIncreasing", "SharpnessIncreasing", "ShearX", "ShearY", "TranslateXRel", "TranslateYRel",
    ];

    /// <summary>Three-Augment (Touvron et al., DeiT III, 2022).</summary>
    public static readonly string[] Three = ["SolarizeIncreasing", "Desaturate", "GaussianBlur"];

    /// <summary>How likely each of <see cref="Original"/> or <see cref="Increasing"/> is with the old <c>w0</c>.</summary>
    public static readonly double[] OldWeights = [0.025, 0.005, 0, 0.3, 0, 0.005, 0.005, 0.025, 0.005, 0.005, 0.025, 0.2, 0.2, 0.1, 0.1];

    /// <summary><c>tweights</c>: moves more often than it colours.</summary>
    public static readonly (string Operation, double Weight)[] Weighted =
    [
        ("Rotate", 3), ("ShearX", 2), ("ShearY", 2), ("TranslateXRel", 1), ("TranslateYRel", 1), ("ColorIncreasing", 0.25),
        ("SharpnessIncreasing", 0.25), ("AutoContrast", 0.25), ("SolarizeIncreasing", 0.05), ("SolarizeAdd", 0.05),
        ("ContrastIncreasing", 0.05), ("BrightnessIncreasing", 0.05), ("Equalize", 0.05), ("PosterizeIncreasing", 0.05), ("Invert", 0.05),
    ];

    /// <summary><c>t3aw</c>: those of Three-Augment most often, and others.</summary>
    public static readonly (string Operation, double Weight)[] WeightedThree =
    [
        ("SolarizeIncreasing", 6), ("Desaturate", 6), ("GaussianBlur", 6), ("Rotate", 3), ("ShearX", 2), ("ShearY", 2),
        ("PosterizeIncreasing", 1), ("AutoContrast", 1), ("ColorIncreasing", 1), ("SharpnessIncreasing", 1), ("ContrastIncreasing", 1),
        ("BrightnessIncreasing", 1), ("Equalize", 1), ("Invert", 1),
    ];
}
