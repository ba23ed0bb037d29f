using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>
/// What training does to an image on its way to the network. It replaces the resize and crop of the evaluation by a random crop
/// where <see cref="Crop"/> is set; the normalisation stays.
/// </summary>
internal sealed record ImageAugmentation
{
    public static ImageAugmentation None { get; } = new();

    /// <summary>Mirror left and right with probability one half.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Null: the evaluation's resize and centre crop.</summary>
    public RandomResizedCrop? Crop { get; init; }

    /// <summary>Whether each epoch sees the same 8-bit image but for mirroring, so that it can be kept instead of decoded again.</summary>
    public bool KeepsPixels => Crop is null;

    /// <summary>The 8-bit image of the network's size.</summary>
    public RgbImage Resample(RgbImage image, ImagePreprocessing settings, ref SeededRandom random) => Crop is null
        ? settings.ResizeAndCrop(image)
        : PillowResize.Resize(image, Crop.Choose(image.Width, image.Height, ref random), settings.Width, settings.Height, settings.Interpolation);

    /// <summary>Whether this image is mirrored.</summary>
    public bool Flips(ref SeededRandom random) => HorizontalFlip && random.NextDouble() < 0.5;
}
