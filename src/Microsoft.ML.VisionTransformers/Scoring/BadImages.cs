using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Which exceptions mean that an image can't be read, as opposed to a fault of the program or the machine.</summary>
internal static class BadImages
{
    public static bool Covers(Exception e) =>
        e is ImageFormatException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;
}
