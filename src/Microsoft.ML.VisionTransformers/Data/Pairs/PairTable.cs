using System.Text;

namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>A table of image paths and texts, with names above its columns: CSV, TSV, or whatever separates its fields.</summary>
internal static class PairTable
{
    /// <summary>What tables call images: this library, open_clip, transformers, FlagAI, Kaggle's.</summary>
    private static readonly string[] s_imageNames = ["ImagePath", "image_path", "image", "filepath", "file_path", "file_name", "filename", "path", "img"];

    private static readonly string[] s_textNames = ["Text", "caption", "title", "sentence", "description"];

    // A .NET string holds 2^30 characters, and of a larger file hardly any has so few.
    private const long LargestFile = int.MaxValue;

    /// <param name="path">The file.</param>
    /// <param name="imageFolder">What paths are relative to; null: the table's folder.</param>
    /// <param name="imageColumn">Name of the column of paths; null: the usual one that is there.</param>
    /// <param name="textColumn">Name of the column of texts; null: the usual one that is there.</param>
    /// <param name="separator">Null: a tab where the first line has one, else a comma.</param>
    /// <exception cref="InvalidDataException">It is not text in UTF-8 or UTF-16, is too large, or has no such columns.</exception>
    public static PairCollection Read(string path, string? imageFolder, string? imageColumn, string? textColumn, char? separator)
    {
        var text = ReadText(path);
        var firstLine = text.AsSpan();
        firstLine = firstLine[..(firstLine.IndexOfAny('\r', '\n') is var end and >= 0 ? end : firstLine.Length)];
        using var records = new DelimitedText(text, separator ?? (firstLine.Contains('\t') ? '\t' : ',')).Records().GetEnumerator();
        if (!records.MoveNext())
            throw new InvalidDataException($"{path} is empty; a line with the columns' names is expected first.");
        var header = records.Current.Fields;
        var hint = header.Count != 1 ? ""
            : $" Its fields may be separated by something else than {(separator is { } given ? $"'{given}'" : "a comma or tab")}; set separator.";
        int image = Find(path, header, imageColumn, s_imageNames, "image paths", "imageColumn", hint),
            caption = Find(path, header, textColumn, s_textNames, "texts", "textColumn", hint);
        var pairs = new PairCollection(path);
        var folder = Path.GetFullPath(imageFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!);
        while (records.MoveNext())
        {
            var (line, fields, problem) = records.Current;
            problem ??= fields.Count != header.Count ? $"it has {fields.Count} fields, and the header {header.Count}"
                : string.IsNullOrWhiteSpace(fields[image]) ? "it names no image"
                : string.IsNullOrWhiteSpace(fields[caption]) ? "its text is empty"
                : null;
            var file = problem is null ? Path.Combine(folder, fields[image].Trim()) : "";
            if (problem is null && !File.Exists(file))
                problem = $"there is no image {file}";
            if (problem is null)
                pairs.Add(file, fields[caption].Trim());
            else
                pairs.AddBad($"line {line} of {path}", problem);
        }
        return pairs;
    }

    private static string ReadText(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
            throw TooLarge(path);
        try
        {
            return File.ReadAllText(path, StrictUtf8.Encoding);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(StrictUtf8.Complaint(path, error), error);
        }
        catch (OutOfMemoryException error)
        {
            throw TooLarge(path, error);
        }
    }

    private static InvalidDataException TooLarge(string path, Exception? error = null) => new(
        $"{path} is too large to be read at once: it has {new FileInfo(path).Length:N0} bytes. Split it into tables below 1 GiB, each with the columns' names in its first line.",
        error);

    private static int Find(string path, IReadOnlyList<string> header, string? name, string[] usual, string of, string parameter, string hint)
    {
        var found = Enumerable.Range(0, header.Count)
            .Where(i => name is not null ? header[i].Trim() == name : usual.Contains(header[i].Trim(), StringComparer.OrdinalIgnoreCase)).ToArray();
        if (found is [var only])
            return only;
        string columns = string.Join(", ", header);
        throw new InvalidDataException(name is not null
            ? $"{path} has {(found.Length == 0 ? "no column" : "several columns")} '{name}'. Columns: {columns}.{hint}"
            : found.Length == 0 ? $"{path} has no column of {of} under a usual name ({string.Join(", ", usual)}). Name it by {parameter}. Columns: {columns}.{hint}"
            : $"{path} has several columns that may hold {of}: {string.Join(", ", found.Select(i => header[i]))}. Name one by {parameter}.");
    }
}
