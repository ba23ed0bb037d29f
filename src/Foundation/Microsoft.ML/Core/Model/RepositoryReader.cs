using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Reads a model archive.</summary>
internal sealed class RepositoryReader : Repository
{
    private readonly ZipArchive _archive;

    private RepositoryReader(Stream stream, IHostEnvironment environment) : base(environment) =>
        _archive = OpenArchive(stream, ZipArchiveMode.Read, environment);

    public static RepositoryReader Open(Stream stream, IHostEnvironment environment) => new(stream, environment);

    public Entry OpenEntry(string folder, string name) =>
        OpenEntryOrNull(folder, name) ?? throw ExceptionContext.Except($"Repository doesn't contain entry {NameInArchive(folder, name)}");

    public Entry OpenEntryOrNull(string folder, string name)
    {
        var path = NameInArchive(folder, name);
        var found = _archive.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/') == path);
        if (found == null)
            return null;
        var file = TemporaryFile();
        using (var source = found.Open())
            source.CopyTo(file);
        file.Position = 0;
        return new Entry(path, file, () => File.Delete(file.Name));
    }

    private protected override void DisposeArchive() => _archive.Dispose();
}
