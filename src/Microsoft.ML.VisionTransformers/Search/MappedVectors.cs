using System.IO.MemoryMappedFiles;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>Vectors in a file that the system reads as they are looked at, and drops again when memory is short.</summary>
internal sealed unsafe class MappedVectors : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file.</param>
    /// <param name="offset">Where the first vector begins.</param>
    /// <param name="rows">Vectors, at least 1.</param>
    public MappedVectors(string path, long offset, long rows)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Vectors = (float*)(start + offset);
        Rows = rows;
    }

    public float* Vectors { get; }

    public long Rows { get; }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
