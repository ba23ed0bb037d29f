using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Writes a model archive: nothing of it counts before <see cref="Commit"/>.</summary>
internal sealed class RepositoryWriter : Repository
{
    private const string VersionFolder = "TrainingInfo", VersionFile = "Version.txt";

    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = [];

    private RepositoryWriter(Stream stream, IHostEnvironment environment) : base(environment) =>
        _archive = OpenArchive(stream, ZipArchiveMode.Create, environment);

    public static RepositoryWriter CreateNew(Stream stream, IHostEnvironment environment)
    {
        var writer = new RepositoryWriter(stream, environment);
        using var entry = writer.CreateEntry(VersionFolder, VersionFile);
        using var text = new StreamWriter(entry.Stream);
        text.WriteLine(typeof(MLContext).Assembly.GetName().Version);
        return writer;
    }

    public Entry CreateEntry(string folder, string name)
    {
        var path = NameInArchive(folder, name);
        ExceptionContext.CheckParam(_names.Add(path), nameof(name), $"Duplicate entry: '{path}'");
        var file = TemporaryFile();
        return new Entry(path, file, () => Add(path, file.Name));
    }

    private void Add(string path, string file)
    {
        // Most of a model is weights, which no level of compression makes much smaller.
        _archive.CreateEntryFromFile(file, path, CompressionLevel.Fastest);
        File.Delete(file);
    }

    public void Commit() => _archive.Dispose();

    private protected override void DisposeArchive()
    {
    }
}
