namespace Benchmarks;

/// <summary>A JPEG with smooth areas, edges and some noise, about as hard to decode as a photograph.</summary>
internal static class SampleImage
{
    private const string SmallSize = "640x480", LargeSize = "4000x3000";

    /// <summary>Writes the sample of 640 x 480 pixels.</summary>
    public static void Write(string path) => Write(path, 640, 480);

    /// <summary>As from a camera: 4000 x 3000 pixels, beside the small one; written when it is first asked for.</summary>
    public static string Large(string small)
    {
        var path = small.Replace(SmallSize, LargeSize);
        if (!File.Exists(path))
            Write(path, 4000, 3000);
        return path;
    }

    /// <summary>A folder of that many copies of the small one, in four classes, beside it; written when it is first asked for.</summary>
    public static string Folder(string small, int images)
    {
        var folder = Path.ChangeExtension(small, null) + $"-{images}";
        for (var i = 0; i < images; i++)
        {
            var path = Path.Combine(folder, $"class{i % 4}", $"{i}.jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                File.Copy(small, path);
        }
        return folder;
    }

    private static void Write(string path, int width, int height)
    {
        var random = new Random(1);
        var rgba = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var at = (y * width + x) * 4;
                var stripe = (x / 40 + y / 30) % 2 * 60;
                var wave = 40 * Math.Sin(x * 0.05) * Math.Cos(y * 0.07);
                rgba[at] = Clamp(x * 0.25 + stripe + wave + random.Next(24));
                rgba[at + 1] = Clamp(y * 0.3 + stripe - wave + random.Next(24));
                rgba[at + 2] = Clamp((x + y) * 0.15 + wave + random.Next(24));
                rgba[at + 3] = byte.MaxValue;
            }
        using var image = Microsoft.ML.Data.MLImage.CreateFromPixels(width, height, Microsoft.ML.Data.MLPixelFormat.Rgba32, rgba);
        image.Save(path);
    }

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);
}
