namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Lists the images of a folder that has one subfolder a class.</summary>
internal static class ImageFolder
{
    private static readonly string[] s_extensions = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

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
        return [.. Files(root).Select(file => new LabelledImage { ImagePath = file, Label = Label(root, file) })];
    }

    /// <summary>The images in a folder and below, in the order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidOperationException">It holds no image.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        var images = FilesOf(path, s_extensions);
        return images.Count > 0 ? images : throw new InvalidOperationException(
            $"There is no image in '{Path.GetFullPath(path)}' or below. Known are {string.Join(", ", s_extensions)}.");
    }

    /// <summary>The files of some extensions in a folder and below, by their full paths and in the order of these.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> FilesOf(string path, params string[] extensions)
    {
        var root = Path.GetFullPath(path);
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no folder '{root}'.");
        return [.. Directory.EnumerateFiles(root, "*", s_everything)
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            // Not by the system's own separator: "class_10" would come before "class_1" on one, and after it on another.
            .OrderBy(file => file.Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal)];
    }

    private static string Label(string root, string file)
    {
        var relative = Path.GetRelativePath(root, file);
        var end = relative.IndexOf(Path.DirectorySeparatorChar);
        return end < 0 ? "" : relative[..end];
    }
}
