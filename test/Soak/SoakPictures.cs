using Microsoft.ML.Data;

namespace Soak;

/// <summary>Small JPEGs of two classes and many sizes, as a stranger's folder has them.</summary>
internal static class SoakPictures
{
    public static string TrainingFolder(string root) => Path.Combine(root, "train");

    public static string ValidationFolder(string root) => Path.Combine(root, "validation");

    /// <param name="root">Where the folders go.</param>
    /// <param name="each">Pictures of a class to train with; there is a tenth of it to validate.</param>
    public static void Write(string root, int each = 320)
    {
        Write(TrainingFolder(root), each, seed: 1);
        Write(ValidationFolder(root), each / 10, seed: 2);
    }

    private static void Write(string root, int each, int seed)
    {
        var random = new Random(seed);
        foreach (var (name, shade) in new[] { ("dark", 40), ("bright", 160) })
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
            for (var i = 0; i < each; i++)
            {
                var (width, height) = (random.Next(33, 200), random.Next(33, 200));
                var rgba = new byte[width * height * 4];
                for (var at = 0; at < rgba.Length; at++)
                    rgba[at] = at % 4 == 3 ? byte.MaxValue : (byte)(shade + random.Next(60));
                using var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, rgba);
                image.Save(Path.Combine(folder, $"{i:D4}.jpg"));
            }
        }
    }
}
