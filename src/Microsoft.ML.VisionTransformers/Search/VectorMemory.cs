using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>Native memory for rows of numbers, in large pages where the system has them: a search walks through all of it.</summary>
internal sealed unsafe partial class VectorMemory : IDisposable
{
    private const nuint CacheLine = 64, LargePage = 2 << 20;
    private const int UseLargePages = 14;

    /// <param name="rows">Rows there is room for.</param>
    /// <param name="width">Numbers a row has.</param>
    public VectorMemory(long rows, int width)
    {
        var bytes = checked((nuint)rows * (nuint)width * sizeof(float));
        var large = bytes >= LargePage;
        Rows = (float*)NativeMemory.AlignedAlloc(bytes, large ? LargePage : CacheLine);
        Capacity = rows;
        // A hint; a system that doesn't know it goes on with small pages, a fifth slower.
        if (large && OperatingSystem.IsLinux())
            _ = Advise(Rows, bytes, UseLargePages);
    }

    public float* Rows { get; private set; }

    public long Capacity { get; }

    ~VectorMemory() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Rows);
        Rows = null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
