namespace Benchmarks;

/// <summary>A 640 x 480 JPEG with smooth areas, edges and some noise, about as hard to decode as a photograph.</summary>
internal static class SampleImage
{
    private const int Width = 640;
    private const int Height = 480;

    public static void Write(string path)
    {
        var random = new Random(1);
        var rgba = new byte[Width * Height * 4];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var at = (y * Width + x) * 4;
                var stripe = (x / 40 + y / 30) % 2 * 60;
                var wave = 40 * Math.Sin(x * 0.05) * Math.Cos(y * 0.07);
                rgba[at] = Clamp(x * 0.25 + stripe + wave + random.Next(24));
                rgba[at + 1] = Clamp(y * 0.3 + stripe - wave + random.Next(24));
                rgba[at + 2] = Clamp((x + y) * 0.15 + wave + random.Next(24));
                rgba[at + 3] = byte.MaxValue;
            }
        using var image = Microsoft.ML.Data.MLImage.CreateFromPixels(Width, Height, Microsoft.ML.Data.MLPixelFormat.Rgba32, rgba);
        image.Save(path);
    }

    private static byte Clamp(double value) => (byte)Math.Clamp(value, 0, 255);
}
