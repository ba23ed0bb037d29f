using System.Runtime.InteropServices;

namespace Soak;

/// <summary>What the process has allocated natively, as the C library counts it. Tensors on the CPU are nearly all of it.</summary>
internal static partial class NativeMemory
{
    /// <summary>Bytes in use; what is freed counts no more, whether or not the system has it back.</summary>
    public static long InUse()
    {
        var counts = mallinfo2();
        return (long)(counts.InUse + counts.Mapped);
    }

    /// <summary>Of them, those that the collector does not free.</summary>
    public static long Kept()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return InUse();
    }

    [LibraryImport("libc.so.6")]
    private static partial Counts mallinfo2();

    [StructLayout(LayoutKind.Sequential)]
    private struct Counts
    {
        public nuint Arena, FreeChunks, FastBins, MappedBlocks, Mapped, Unused, FastBinsFree, InUse, Free, Top;
    }
}
