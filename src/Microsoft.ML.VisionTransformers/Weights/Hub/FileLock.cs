namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>
/// A file that one process at a time holds open. The system holds the lock, not the file's existence: when a process dies, its lock goes with it.
/// Python's client locks the same files in the same way (flock), so the two wait for each other.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int PollMilliseconds = 100;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <param name="path">Made when it is not there, and left behind.</param>
    /// <param name="waiting">Called once when somebody else holds it.</param>
    /// <param name="token">Cancels the wait.</param>
    public static async Task<FileLock> AcquireAsync(string path, Action? waiting, CancellationToken token)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (isFirst)
                    waiting?.Invoke();
                await Task.Delay(PollMilliseconds, token);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Sharing violation and lock violation on Windows; EWOULDBLOCK of Linux and of macOS.</summary>
    private static bool IsHeld(IOException error)
        => OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 32 or 33 : error.HResult is 11 or 35;
}
