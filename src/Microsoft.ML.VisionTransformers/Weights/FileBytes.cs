using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A file's bytes, read where they are asked for and straight to where they belong. Unlike a mapping, that counts no page of the file to
/// the process's memory, and a file that shrinks meanwhile is an exception rather than the end of the process.
/// </summary>
internal sealed class FileBytes(string path) : ByteSource
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    private long? _length;

    /// <summary>Where the file was when it was opened.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public override long Length => _length ??= RandomAccess.GetLength(_file);

    public override void Read(long offset, Span<byte> target)
    {
        Require(offset, target.Length);
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(_file, target, offset);
            if (read == 0)
                throw new CheckpointFormatException($"it ended at byte {offset} while it was read; was it replaced meanwhile?");
            target = target[read..];
            offset += read;
        }
    }

    /// <summary>The same file in memory, whatever has taken its place in the folder; for reading, and while this is not disposed.</summary>
    public MemoryMappedFile Map()
        => MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);

    public override void Dispose() => _file.Dispose();
}
