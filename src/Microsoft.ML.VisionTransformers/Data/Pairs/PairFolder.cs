namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>A folder of images with a text file of the same name beside each, which holds a text a line.</summary>
internal static class PairFolder
{
    public static PairCollection Read(string path)
    {
        var pairs = new PairCollection(path);
        var images = ImageFolder.Files(path);
        var texts = ImageFolder.FilesOf(path, ".txt").ToHashSet();
        foreach (var image in images)
        {
            var text = Path.ChangeExtension(image, ".txt");
            if (!texts.Remove(text))
            {
                pairs.AddBad(image, $"there is no {Path.GetFileName(text)} beside it");
                continue;
            }
            var lines = File.ReadAllLines(text).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
            if (lines.Length == 0)
                pairs.AddBad(text, "it holds no text");
            foreach (var line in lines)
                pairs.Add(image, line);
        }
        foreach (var text in texts.Order(StringComparer.Ordinal))
            pairs.AddBad(text, "there is no image beside it");
        return pairs;
    }
}
