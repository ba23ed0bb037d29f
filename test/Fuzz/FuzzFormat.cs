namespace Fuzz;

/// <summary>A kind of file that strangers hand out, and the product's reader for it.</summary>
internal abstract class FuzzFormat
{
    /// <summary>By which it is asked for.</summary>
    public abstract string Name { get; }

    /// <summary>Sound files, which are mutated.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Bytes that a case may allocate besides its file's length.</summary>
    public virtual long MaxMemory => 64L << 20;

    /// <summary>Reads a file with everything in it.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="folder">An empty folder, for readers that want a file.</param>
    public abstract void Read(byte[] file, string folder);

    /// <summary>Whether an exception is the one that the format's reader promises for a file that is not sound.</summary>
    public abstract bool IsRefusal(Exception error);
}
