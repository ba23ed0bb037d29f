namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>FNV-1a of 64 bits, a value at a time: tells things apart, and keeps nobody from making two alike.</summary>
internal static class Fnv1a
{
    /// <summary>The hash of nothing.</summary>
    public const ulong Start = 14695981039346656037;

    public static ulong Add(ulong hash, ulong value) => unchecked((hash ^ value) * 1099511628211);
}
