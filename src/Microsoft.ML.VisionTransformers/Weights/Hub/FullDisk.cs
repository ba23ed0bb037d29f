namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Tells a full disk from other trouble with files.</summary>
internal static class FullDisk
{
    /// <summary>ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows; ENOSPC, and EDQUOT (a user's share is used up) of Linux and macOS.</summary>
    public static bool Is(IOException error)
        => OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 39 or 112 : error.HResult is 28 or 122 or 69;
}
