using System.Numerics;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// The rows with the largest dot products: exact, in one pass over the vectors. Equal products come in order of their index, and the result does not
/// depend on the number of threads.
/// </summary>
internal static unsafe class NearestRows
{
    /// <param name="blocks">Vectors, finite and so that no product overflows; a row's index counts over all blocks.</param>
    /// <param name="width">Numbers a vector has.</param>
    /// <param name="queries">[Q, width], as finite.</param>
    /// <param name="k">Rows wanted for each query, at least 1.</param>
    /// <param name="scores">[Q, k], best first; -infinity where there are fewer than k rows.</param>
    /// <param name="indices">[Q, k]; -1 where there are fewer.</param>
    /// <param name="threads">At least 1.</param>
    public static void Find(ReadOnlySpan<SearchBlock> blocks, int width, ReadOnlySpan<float> queries, int k, Span<float> scores, Span<long> indices, int threads)
    {
        var count = queries.Length / width;
        if (KernelLibrary.IsAvailable)
        {
            fixed (SearchBlock* b = blocks)
            fixed (float* q = queries, s = scores)
            fixed (long* i = indices)
                KernelLibrary.vtk_search(b, blocks.Length, width, q, count, k, s, i, threads);
            return;
        }
        for (var query = 0; query < count; query++)
            FindForOne(blocks, width, queries.Slice(query * width, width), scores.Slice(query * k, k), indices.Slice(query * k, k));
    }

    /// <summary>One query on one thread, for where the native library isn't.</summary>
    internal static void FindForOne(ReadOnlySpan<SearchBlock> blocks, int width, ReadOnlySpan<float> query, Span<float> scores, Span<long> indices)
    {
        var k = scores.Length;
        // The worst of the best is at the head: the lowest score, of equal ones that with the highest index.
        var best = new PriorityQueue<(float Score, long Index), (float Score, long Index)>(
            Comparer<(float Score, long Index)>.Create((a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Index.CompareTo(a.Index)));
        long index = 0;
        foreach (var block in blocks)
        {
            for (long row = 0; row < block.Rows; row++, index++)
            {
                var score = Dot(new ReadOnlySpan<float>(block.Vectors + row * width, width), query);
                if (best.Count < k)
                    best.Enqueue((score, index), (score, index));
                else if (score > best.Peek().Score)
                    best.EnqueueDequeue((score, index), (score, index));
            }
        }
        scores.Fill(float.NegativeInfinity);
        indices.Fill(-1);
        for (var at = best.Count - 1; at >= 0; at--)
            (scores[at], indices[at]) = best.Dequeue();
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var at = 0;
        for (; at <= a.Length - Vector<float>.Count; at += Vector<float>.Count)
            sums += new Vector<float>(a[at..]) * new Vector<float>(b[at..]);
        var sum = Vector.Sum(sums);
        for (; at < a.Length; at++)
            sum += a[at] * b[at];
        return sum;
    }
}
