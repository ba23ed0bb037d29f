using System.IO.MemoryMappedFiles;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>Vectors in a file that the system reads as they are looked at, and drops again when memory is short.</summary>
internal sealed unsafe class MappedVectors : IDisposable
{
    private readonly FileBytes _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="file">The file; owned once this is made.</param>
    /// <param name="offset">Where the first vector begins.</param>
    /// <param name="rows">Vectors, at least 1.</param>
    /// <param name="width">Numbers a vector has.</param>
    /// <exception cref="CheckpointFormatException">The file ends before the last vector does.</exception>
    public MappedVectors(FileBytes file, long offset, long rows, int width)
    {
        // To look behind the end of a mapping ends the process.
        var end = offset + rows * width * sizeof(float);
        if (end > file.Length)
            throw new CheckpointFormatException($"its vectors end at byte {end}, and it has {file.Length}; was it cut off meanwhile?");
        _file = file;
        _mapping = file.Map();
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Vectors = (float*)(start + offset);
        Rows = rows;
    }

    public float* Vectors { get; }

    public long Rows { get; }

    /// <summary>Where the file was when it was opened.</summary>
    public string Path => _file.Path;

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }
}
