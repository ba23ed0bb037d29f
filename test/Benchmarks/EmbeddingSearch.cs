using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.VisionTransformers.Search;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// How fast a million embeddings are searched, beside how fast the same memory can be read at all and how fast BLAS multiplies. Each round measures all of
/// them in turn; a share is that of the limit in the same round.
/// </summary>
internal static unsafe class EmbeddingSearch
{
    private const int Rows = 1_000_000, Width = 512, Best = 10, Side = 1536;

    public static void Run(int rounds)
    {
        var threads = Environment.ProcessorCount;
        set_num_threads(threads);
        using var store = new VectorStore(Width, EmbeddingSimilarity.Cosine);
        var random = new Random(1);
        store.AddStored(Rows, bytes => Fill(MemoryMarshal.Cast<byte, float>(bytes), random));
        var gigabytes = (double)Rows * Width * sizeof(float) / 1e9;
        Console.WriteLine($"{Rows:N0} vectors of {Width}, {gigabytes:F2} GB; {threads} threads, OpenBLAS kernel {BlasKernel.Name}; medians of {rounds} rounds");
        Console.WriteLine($"{"queries",8} {"ms",8} {"GB/s",7} {"GFLOP/s",8} {"limit ms",9} {"share of limit",15}   limit: reading the vectors, or their product by torch's own speed on {Side} x {Side}");
        foreach (var queries in new[] { 1, 8, 64, 256 })
        {
            var asked = new float[queries * Width];
            Fill(asked, random);
            var (scores, indices) = (new float[queries * Best], new long[queries * Best]);
            List<(double Seconds, double Limit)> all = [];
            for (var round = 0; round <= rounds; round++)
            {
                var read = Time(() => store.Look(Read));
                var multiply = 2.0 * Rows * Width * queries * MultiplySeconds();
                var search = Time(() => store.Search(asked, Best, scores, indices, threads));
                // The first round warms up.
                if (round > 0)
                    all.Add((search, Math.Max(read, multiply)));
            }
            var (seconds, limit) = (Comparison.Median(all.Select(one => one.Seconds)), Comparison.Median(all.Select(one => one.Limit)));
            Console.WriteLine($"{queries,8} {seconds * 1e3,8:F1} {gigabytes / seconds,7:F1} {2.0 * Rows * Width * queries / seconds / 1e9,8:F1} {limit * 1e3,9:F1} "
                + $"{Comparison.Median(all.Select(one => one.Limit / one.Seconds)),15:P0}");
        }
    }

    /// <summary>Reads all numbers once, on all cores.</summary>
    private static void Read(nint start, long count)
    {
        var parts = Environment.ProcessorCount;
        Parallel.For(0, parts, part =>
        {
            var at = (float*)start + count / parts * part;
            var end = at + count / parts;
            Vector<float> a = default, b = default, c = default, d = default;
            for (var lanes = Vector<float>.Count; at + 4 * lanes <= end; at += 4 * lanes)
            {
                a += *(Vector<float>*)at;
                b += *(Vector<float>*)(at + lanes);
                c += *(Vector<float>*)(at + 2 * lanes);
                d += *(Vector<float>*)(at + 3 * lanes);
            }
            // A sum that nobody looks at would not be computed.
            if (float.IsNaN(Vector.Sum(a + b + c + d)))
                throw new InvalidDataException("The vectors are no numbers.");
        });
    }

    /// <summary>Seconds that one floating-point operation takes torch.</summary>
    private static double MultiplySeconds()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(Side, Side), rand(Side, Side));
        a.mm(b).Dispose();
        return Time(() => a.mm(b).Dispose()) / (2.0 * Side * Side * Side);
    }

    private static void Fill(Span<float> numbers, Random random)
    {
        var state = (uint)random.Next() | 1;
        foreach (ref var number in numbers)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            number = (int)state * (1f / (1u << 31)) / 13f; // A vector's length is about 1.
        }
    }

    private static double Time(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }
}
