using System.Runtime.CompilerServices;

namespace Microsoft.ML.VisionTransformers.Tests;

/// <summary>Where the repository's own files lie, for tests that read them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Asset(params string[] parts) => Path.Combine([Root, "test", "Assets", .. parts]);

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder != null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "VisionTransformers.ML.sln")))
                return folder;
        throw new DirectoryNotFoundException($"No folder above {thisFile} holds VisionTransformers.ML.sln.");
    }
}
