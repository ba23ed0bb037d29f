using System.Text;

namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>A folder of images with a text file of the same name beside each, which holds a text a line.</summary>
internal static class PairFolder
{
    /// <exception cref="InvalidDataException">It holds no image.</exception>
    public static PairCollection Read(string path)
    {
        var pairs = new PairCollection(path);
        var images = Images(path);
        var texts = ImageFolder.FilesOf(path, ".txt").ToLookup(WithoutExtension); // .TXT among them
        foreach (var image in images)
        {
            var name = WithoutExtension(image);
            if (!texts.Contains(name))
                pairs.AddBad(image, $"there is no {Path.GetFileName(name)}.txt beside it");
            foreach (var text in texts[name])
                Add(pairs, image, text);
        }
        var named = images.Select(WithoutExtension).ToHashSet();
        foreach (var text in texts.Where(text => !named.Contains(text.Key)).SelectMany(text => text).Order(StringComparer.Ordinal))
            pairs.AddBad(text, "there is no image beside it");
        return pairs;
    }

    private static IReadOnlyList<string> Images(string path)
    {
        try
        {
            return ImageFolder.Files(path);
        }
        catch (InvalidOperationException none)
        {
            throw new InvalidDataException(none.Message, none);
        }
    }

    private static void Add(PairCollection pairs, string image, string text)
    {
        string[] lines;
        try
        {
            lines = [.. File.ReadLines(text, StrictUtf8.Encoding).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (DecoderFallbackException)
        {
            pairs.AddBad(text, "it is not UTF-8");
            return;
        }
        if (lines.Length == 0)
            pairs.AddBad(text, "it holds no text");
        foreach (var line in lines)
            pairs.Add(image, line);
    }

    private static string WithoutExtension(string file) => Path.ChangeExtension(file, null);
}
