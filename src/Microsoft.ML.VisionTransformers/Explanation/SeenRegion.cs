using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Where the network's input lies in the original image: resize and crop undone. Coordinates are pixels from the upper left corner.</summary>
internal readonly record struct SeenRegion(double PerPixelX, double PerPixelY, int CropX, int CropY, int Width, int Height)
{
    public static SeenRegion Of(ImagePreprocessing preprocessing, int width, int height)
    {
        var (resizedWidth, resizedHeight) = preprocessing.ResizedSize(width, height);
        var crop = preprocessing.CropOf(resizedWidth, resizedHeight);
        return new((double)resizedWidth / width, (double)resizedHeight / height, crop.X, crop.Y, crop.Width, crop.Height);
    }

    /// <summary>The point of the input that shows the centre of a pixel of the image; null when the input doesn't show it.</summary>
    public (double X, double Y)? Find(int x, int y)
    {
        var (inputX, inputY) = ((x + 0.5) * PerPixelX - CropX, (y + 0.5) * PerPixelY - CropY);
        return inputX >= 0 && inputX < Width && inputY >= 0 && inputY < Height ? (inputX, inputY) : null;
    }
}
