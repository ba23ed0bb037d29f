using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Puts a border around the image and crops it to its size again, at a random place: moves it by whole pixels.</summary>
/// <param name="Padding">Pixels on each side.</param>
/// <param name="Fill">Red, green and blue of the border.</param>
internal sealed record PadAndCrop(int Padding, IReadOnlyList<int> Fill) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        int y = random.Below(2 * Padding + 1) - Padding;
        int x = random.Below(2 * Padding + 1) - Padding;
        return image.Crop(new ImageRegion(x, y, image.Width, image.Height), Fill);
    }
}
