namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Lists the images of a folder that has one subfolder a class.</summary>
internal static class ImageFolder
{
    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp" };

    private static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        // A folder that may not be read is an error, not a smaller set.
        IgnoreInaccessible = false,
        // Hidden files stay out: macOS leaves "._photo.jpg" beside every photo it copies to a foreign disk.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    public static List<LabelledImage> List(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var root = Path.GetFullPath(path);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no folder '{root}'.");
        var images = Directory.EnumerateFiles(root, "*", s_everything)
            .Where(file => s_extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => new LabelledImage { ImagePath = file, Label = Label(root, file) })
            .ToList();
        return images.Count > 0 ? images : throw new InvalidOperationException(
            $"There is no image in '{root}' or below. Known are {string.Join(", ", s_extensions.Order(StringComparer.Ordinal))}.");
    }

    private static string Label(string root, string file)
    {
        var relative = Path.GetRelativePath(root, file);
        var end = relative.IndexOf(Path.DirectorySeparatorChar);
        return end < 0 ? "" : relative[..end];
    }
}
