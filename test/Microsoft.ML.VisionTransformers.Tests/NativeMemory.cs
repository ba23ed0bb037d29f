using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Tests;

/// <summary>What the process has allocated natively, as the C library counts it. Tensors on the CPU are nearly all of it.</summary>
internal static partial class NativeMemory
{
    /// <summary>Bytes in use once the collector has run; what is freed counts no more, whether or not the system has it back.</summary>
    public static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = mallinfo2();
        return (long)(counts.InUse + counts.Mapped);
    }

    [LibraryImport("libc.so.6")]
    private static partial Counts mallinfo2();

    [StructLayout(LayoutKind.Sequential)]
    private struct Counts
    {
        public nuint Arena, FreeChunks, FastBins, MappedBlocks, Mapped, Unused, FastBinsFree, InUse, Free, Top;
    }
}
