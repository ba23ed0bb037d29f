using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// Entries of a model archive. Each is a file in a temporary folder while it is open, because a component may seek in its stream and
/// several entries are open at once, which a zip archive does not allow.
/// </summary>
internal abstract class Repository : IDisposable
{
    private readonly IHostEnvironment _environment;
    private string _folder;

    private protected Repository(IHostEnvironment environment) => _environment = environment;

    public IExceptionContext ExceptionContext => _environment;

    /// <summary>An entry as the component sees it.</summary>
    public sealed class Entry(string path, FileStream stream, Action done) : IDisposable
    {
        /// <summary>The name in the archive.</summary>
        public string Path => path;

        public Stream Stream => stream;

        public void Dispose()
        {
            stream.Dispose();
            done?.Invoke();
        }
    }

    private protected static string NameInArchive(string folder, string name) =>
        string.IsNullOrEmpty(folder) ? name : $"{folder.Replace('\\', '/')}/{name}";

    private protected FileStream TemporaryFile()
    {
        _folder ??= TemporaryFolder((_environment as IHostEnvironmentInternal)?.TempFilePath ?? Path.GetTempPath());
        return new FileStream(Path.Combine(_folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
    }

    private static string TemporaryFolder(string root)
    {
        var folder = Path.Combine(Path.GetFullPath(root), "ml_dotnet_" + Guid.NewGuid().ToString("n"));
        return Directory.CreateDirectory(folder).FullName;
    }

    public void Dispose()
    {
        DisposeArchive();
        if (_folder == null)
            return;
        Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    private protected abstract void DisposeArchive();

    private protected static ZipArchive OpenArchive(Stream stream, ZipArchiveMode mode, IExceptionContext context)
    {
        try
        {
            return new ZipArchive(stream, mode, leaveOpen: true);
        }
        catch (Exception e) when (e is not ArgumentException || mode == ZipArchiveMode.Read)
        {
            throw context.ExceptDecode(e, "Failed to open a zip archive");
        }
    }
}
