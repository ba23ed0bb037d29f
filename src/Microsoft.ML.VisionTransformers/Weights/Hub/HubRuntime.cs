namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>What the client takes from the machine it runs on; tests put something else there.</summary>
internal sealed record HubRuntime
{
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Free bytes on the disk of a folder; null when it cannot be told.</summary>
    public Func<string, long?> FreeSpace { get; init; } = FreeSpaceOf;

    /// <summary>Makes a symbolic link; throws where there are none, as on Windows without the right to.</summary>
    public Action<string, string> MakeLink { get; init; } = (path, target) => File.CreateSymbolicLink(path, target);

    private static long? FreeSpaceOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null; // A network drive, for one. The disk tells when it is full.
        }
    }
}
