namespace Soak;

/// <summary>
/// The memory of this process while it does something over and over. What the C library has given out is read as it is, so that a tensor that waits
/// for its finalizer counts. Resident memory is read after a collection: before it, it goes up and down by the garbage that the runtime leaves
/// lying, on processors with large caches for 100 MB and more.
/// </summary>
internal static class MemoryTrack
{
    private const int Samples = 20;

    // A quarter: the caches, pools and the compiler of the runtime have what they need by then.
    private const int WarmUp = Samples / 4;

    private const double Band = 0.02;

    /// <summary>Prints the memory at even distances.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="count">How often it is done in all.</param>
    /// <param name="work">Does it that often, and says each time how often it was done so far.</param>
    /// <returns>
    /// Whether resident memory was the same all the time after warm-up, give or take 2 %, and what is given out natively grew by no more than that.
    /// </returns>
    public static bool Follow(string name, int count, Action<int, Action<int>> work)
    {
        Console.WriteLine($"{name + " done",20} {"native MB",10} {"resident MB",12} {"change",8}");
        var (taken, firstNative, firstResident, flat) = (0, 0.0, 0.0, true);
        work(count, done =>
        {
            if (done < (long)count * (taken + 1) / Samples)
                return;
            var native = NativeMemory.InUse() / 1e6;
            var resident = Enumerable.Range(0, 3).Min(_ => Resident()) / 1e6; // other threads decode meanwhile; what they hold just now is not kept
            if (++taken <= WarmUp)
                (firstNative, firstResident) = (native, resident);
            var change = resident / firstResident - 1;
            flat &= Math.Abs(change) <= Band && native - firstNative <= Band * firstResident; // what a compiler gives back is no fault
            Console.WriteLine($"{done,20} {native,10:F1} {resident,12:F1} {(taken <= WarmUp ? "warm-up" : $"{change:P1}"),8}");
        });
        return flat && taken > WarmUp;
    }

    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
