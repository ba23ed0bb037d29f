using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tool;

/// <summary>Tells what a user's file or name has brought about from mistakes of our own, which keep their stack trace.</summary>
internal static class UnusableInput
{
    public static bool Explains(Exception error) => error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException
        or ArgumentException or FormatException or CheckpointMismatchException;

    /// <summary>The message, without what .NET adds of the parameter that a value was given for.</summary>
    public static string Explain(Exception error)
        => error is ArgumentException { ParamName: { } name } ? error.Message.Replace($" (Parameter '{name}')", "") : error.Message;
}
