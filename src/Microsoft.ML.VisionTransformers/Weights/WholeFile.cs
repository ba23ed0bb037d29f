namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Writes a file as a whole or not at all: beside its place first, flushed to the disk, then renamed. Whatever ends the process or the
/// machine leaves the old file or the new one, never a part.
/// </summary>
internal static class WholeFile
{
    /// <summary>What the part that is written so far is called.</summary>
    public const string Unfinished = ".unfinished";

    /// <exception cref="IOException">It cannot be written; what was there before is still whole, and no part is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var unfinished = path + Unfinished;
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e)
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished); // A disk that is full needs the room.
            // What .NET makes of EFBIG: more than a quota or the file system lets a file have.
            if (e is ArgumentOutOfRangeException && e.StackTrace?.Contains(nameof(RandomAccess)) == true)
                throw new IOException("The file would be larger than a quota or the file system allows.", e);
            throw;
        }
        // Until the folder itself is on the disk, a power cut may still bring the old name back.
        FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
