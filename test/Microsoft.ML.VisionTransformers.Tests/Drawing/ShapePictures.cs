namespace Microsoft.ML.VisionTransformers.Tests.Drawing;

/// <summary>
/// A tiny problem: discs, squares and crosses of about a colour each, anywhere on a noisy ground. A network of 30,000 weights learns it in
/// seconds; guessing gets a third.
/// </summary>
public static class ShapePictures
{
    public const int Size = 32;

    public static readonly string[] Names = ["disc", "square", "cross"];

    private static readonly (int R, int G, int B)[] s_colours = [(200, 60, 60), (60, 190, 70), (70, 80, 210)];

    public static Picture Draw(int kind, Random random)
    {
        var picture = new Picture(Size, Size).Paint((128, 128, 128), (_, _) => true);
        for (var i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = (byte)(picture.Rgb[i] + random.Next(-25, 26));
        var (cx, cy, r) = (random.Next(10, 22), random.Next(10, 22), random.Next(6, 10));
        var (red, green, blue) = s_colours[kind];
        return picture.Paint((Near(red), Near(green), Near(blue)), (x, y) =>
        {
            var (dx, dy) = (Math.Abs(x - cx), Math.Abs(y - cy));
            return kind switch
            {
                0 => dx * dx + dy * dy <= r * r,
                1 => dx < r && dy < r,
                _ => dx < r && dy < r && (dx < 3 || dy < 3),
            };
        });

        byte Near(int value) => (byte)(value + random.Next(-40, 41));
    }

    /// <summary>Writes a folder a kind, with as many PNG files each.</summary>
    public static string WriteFolder(string root, int each, int seed)
    {
        var random = new Random(seed);
        for (var kind = 0; kind < Names.Length; kind++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, Names[kind])).FullName;
            for (var i = 0; i < each; i++)
                File.WriteAllBytes(Path.Combine(folder, $"{i:D4}.png"), PngFile.Rgb(Draw(kind, random)));
        }
        return root;
    }
}
