namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A file of weights, or a configuration beside one, is not what it claims to be: cut off, damaged, hostile, or of a format that is not
/// read. Nothing of it was loaded or run. The message names the file, says what is wrong and where, and what to do.
/// </summary>
public sealed class CheckpointFormatException : FormatException
{
    private const int MaxReason = 2000;

    /// <summary>An exception for one file.</summary>
    /// <param name="fileName">Path of the file, or another name its owner knows it by.</param>
    /// <param name="reason">What is wrong with it, and where.</param>
    /// <param name="innerException">What the reading threw, if it did.</param>
    public CheckpointFormatException(string fileName, string reason, Exception? innerException = null)
        : base($"The checkpoint '{fileName}' cannot be read: {Readable(reason)}", innerException)
    {
        FileName = fileName;
        Reason = Readable(reason);
    }

    // Readers of bytes don't know which file they are of; Checkpoint.Open puts the name to it.
    internal CheckpointFormatException(string reason, Exception? innerException = null)
        : base($"The checkpoint cannot be read: {Readable(reason)}", innerException)
    {
        Reason = Readable(reason);
    }

    /// <summary>Path of the file, or another name its owner knows it by; null for a stream.</summary>
    public string? FileName { get; }

    /// <summary>What is wrong with it, and where.</summary>
    public string Reason { get; }

    /// <summary>Runs a reader of bytes, and names the file in what it throws.</summary>
    internal static T Naming<T>(string fileName, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CheckpointFormatException error) when (error.FileName is null)
        {
            throw new CheckpointFormatException(fileName, error.Reason, error);
        }
    }

    /// <summary>Names come out of the file: long ones are cut, and what would steer a terminal is taken out.</summary>
    private static string Readable(string reason)
        => string.Concat((reason.Length > MaxReason ? reason[..MaxReason] + "..." : reason).Select(letter => char.IsControl(letter) ? '?' : letter));
}
