using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Which parts of an image a classifier looked at: as numbers, and as a picture.</summary>
public sealed class ImageExplanation
{
    /// <summary>How much of the image a picture shows by default beside the heat map's colours.</summary>
    private const double Half = 0.5;

    private readonly PatchMap _map;
    private readonly RgbImage _image;
    private readonly SeenRegion _seen;

    internal ImageExplanation(ExplanationMethod method, int classIndex, string className, float score, PatchMap map, RgbImage image, SeenRegion seen)
    {
        (Method, ClassIndex, ClassName, Score) = (method, classIndex, className, score);
        (_map, _image, _seen) = (map, image, seen);
    }

    /// <summary>How it was found.</summary>
    public ExplanationMethod Method { get; }

    /// <summary>The class that is explained; its key is one more. For attention rollout, the class whose <see cref="Score"/> is given.</summary>
    public int ClassIndex { get; }

    /// <summary>Its name.</summary>
    public string ClassName { get; }

    /// <summary>The probability that the classifier gives this class, 0 to 1.</summary>
    public float Score { get; }

    /// <summary>Width of the original image in pixels, upright.</summary>
    public int Width => _image.Width;

    /// <summary>Height of the original image in pixels, upright.</summary>
    public int Height => _image.Height;

    /// <summary>
    /// A number for each patch of the network's input, [rows, columns], as the method gives them: for Grad-CAM at least 0 and of no unit; for
    /// attention rollout the share of the patch in what is classified, all below 1.
    /// </summary>
    public float[,] PatchValues => (float[,])_map.Values.Clone();

    /// <summary>
    /// A number for each pixel of the original image, [<see cref="Height"/>, <see cref="Width"/>]: patches scaled from 0 for the least to 1
    /// for the most, bilinear between their centres. NaN for pixels that the preprocessing crops away.
    /// </summary>
    public float[,] ToHeatMap()
    {
        var (heat, scaled) = (new float[Height, Width], _map.Scaled());
        Parallel.For(0, Height, y =>
        {
            for (var x = 0; x < Width; x++)
                heat[y, x] = _seen.Find(x, y) is { } at ? scaled.At(at.X, at.Y) : float.NaN;
        });
        return heat;
    }

    /// <summary>The heat map over the original image, as a PNG file: violet for the least, yellow for the most; dark where the network saw nothing.</summary>
    /// <param name="opacity">Of the heat map: 0 shows the image alone, 1 the map alone. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opacity is not from 0 to 1.</exception>
    public byte[] ToPng(double opacity = Half) => PngWriter.Encode(Draw(opacity));

    /// <summary>Writes the picture of <see cref="ToPng"/> to a file.</summary>
    /// <param name="path">The file; its extension, .png or .jpg, says the format.</param>
    /// <param name="opacity">Of the heat map: 0 shows the image alone, 1 the map alone. Default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opacity is not from 0 to 1.</exception>
    public void Save(string path, double opacity = Half)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ImageEncoder.Save(Draw(opacity), path);
    }

    private RgbImage Draw(double opacity)
    {
        if (!(opacity >= 0 && opacity <= 1))
            throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "The opacity is from 0 to 1.");
        var (picture, scaled) = (new RgbImage(Width, Height), _map.Scaled());
        Parallel.For(0, Height, y =>
        {
            var from = _image.Row(y);
            var to = picture.Pixels.AsSpan(y * Width * 3, Width * 3);
            for (var x = 0; x < Width; x++)
            {
                var (colour, share) = _seen.Find(x, y) is { } at ? (HeatColours.Of(scaled.At(at.X, at.Y)), opacity) : (default, Half);
                to[x * 3] = HeatColours.Mix(from[x * 3], colour.R, share);
                to[x * 3 + 1] = HeatColours.Mix(from[x * 3 + 1], colour.G, share);
                to[x * 3 + 2] = HeatColours.Mix(from[x * 3 + 2], colour.B, share);
            }
        });
        return picture;
    }
}
