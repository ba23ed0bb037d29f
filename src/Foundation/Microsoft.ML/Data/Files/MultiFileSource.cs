using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Files by their paths. The file name may have wildcards; several paths may be joined by a plus sign.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[] paths)
    {
        _paths = [.. (paths ?? []).SelectMany(Expand)];
    }

    public int Count => _paths.Length;

    public string GetPathOrNull(int index) => _paths[Checked(index)];

    public Stream Open(int index) => new FileStream(_paths[Checked(index)], FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index), bufferSize: 1 << 16);

    private int Checked(int index)
    {
        Contracts.CheckParam(index >= 0 && index < _paths.Length, nameof(index));
        return index;
    }

    private static IEnumerable<string> Expand(string path)
    {
        Contracts.CheckNonEmpty(path, nameof(path));
        // A file whose own name has one of these characters is that file.
        return File.Exists(path) ? [path] : path.Split('+', StringSplitOptions.RemoveEmptyEntries).SelectMany(Matches);
    }

    private static IEnumerable<string> Matches(string path)
    {
        if (Directory.Exists(path))
            return Directory.GetFiles(path).Order(StringComparer.Ordinal);
        var name = Path.GetFileName(path);
        if (!name.AsSpan().ContainsAny('*', '?'))
            return [path];
        var folder = Path.GetDirectoryName(path);
        folder = string.IsNullOrEmpty(folder) ? "." : folder;
        return Directory.Exists(folder) ? Directory.GetFiles(folder, name).Order(StringComparer.Ordinal) : [];
    }
}
