using System.Text;

namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>UTF-8 for files of people's texts, which throws where bytes are none; the usual one puts U+FFFD there, which would be learnt.</summary>
internal static class StrictUtf8
{
    // It has to know the mark: a file that begins with one which the encoding does not have is read by the usual UTF-8.
    public static Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>What is said of a file that is something else.</summary>
    public static string Complaint(string path, DecoderFallbackException error) =>
        $"{path} is not UTF-8 ({error.Message}). Save it as UTF-8, with or without byte order mark.";
}
