namespace Microsoft.ML.VisionTransformers.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command line is wrong.</summary>
    public const int WrongCommandLine = 1;

    /// <summary>A file, folder or name cannot be used; one line on the error stream says why.</summary>
    public const int UnusableInput = 2;
}
