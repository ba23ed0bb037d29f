using Microsoft.ML.VisionTransformers.Kernels;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public sealed unsafe class NearestRowsTests : IDisposable
{
    public void Dispose() => KernelLibrary.vtk_set_cpu_level(-1);

    // Small whole numbers: sums are exact in any order, and equal scores abound.
    public static TheoryData<int, int, int, int, int> Cases()
    {
        var cases = new TheoryData<int, int, int, int, int>();
        foreach (var level in new[] { 0, 1, 2 })
            foreach (var (rows, width, queries, k) in new[] { (1, 1, 1, 1), (7, 3, 1, 10), (1003, 37, 1, 5), (1003, 37, 3, 5), (501, 64, 4, 501), (1500, 130, 5, 7), (700, 16, 17, 20), (333, 200, 70, 3), (30, 1100, 300, 4) })
                cases.Add(level, rows, width, queries, k);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_those_of_the_naive_loop(int level, int rows, int width, int queries, int k)
    {
        Assert.True(KernelLibrary.IsAvailable);
        KernelLibrary.vtk_set_cpu_level(level);
        var random = new Random(rows + width + queries);
        var vectors = Whole(random, rows * width);
        var asked = Whole(random, queries * width);
        var expected = Naive(vectors, asked, width, k);
        foreach (var threads in new[] { 1, 3 })
        {
            var found = Find(vectors, asked, width, k, threads, split: rows / 3);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Without_the_library_they_are_the_same()
    {
        const int Rows = 300, Width = 37, K = 9;
        var random = new Random(2);
        var (vectors, asked) = (Whole(random, Rows * Width), Whole(random, Width));
        var (scores, indices) = (new float[K], new long[K]);
        fixed (float* start = vectors)
            NearestRows.FindForOne([new(start, 100), new(start + 100 * Width, Rows - 100)], Width, asked, scores, indices);
        Assert.Equal(Naive(vectors, asked, Width, K)[0], scores.Zip(indices));
    }

    [Fact]
    public void Many_rows_are_divided_among_threads_without_a_trace()
    {
        var random = new Random(4);
        const int Width = 512;
        var vectors = Enumerable.Range(0, 9000 * Width).Select(_ => random.NextSingle() - 0.5f).ToArray();
        foreach (var queries in new[] { 1, 12 })
        {
            var asked = vectors[..(queries * Width)];
            var alone = Find(vectors, asked, Width, 25, 1, split: 4000);
            Assert.Equal(alone, Find(vectors, asked, Width, 25, 4, split: 4000));
            Assert.Equal(Enumerable.Range(0, queries).Select(q => (long)q), alone.Select(hits => hits[0].Index));
        }
    }

    [Fact]
    public void A_rows_score_does_not_depend_on_its_place()
    {
        var random = new Random(6);
        const int Width = 77, Copies = 1001;
        var one = Enumerable.Range(0, Width).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var vectors = Enumerable.Repeat(one, Copies).SelectMany(v => v).ToArray();
        foreach (var queries in new[] { 1, 4, 5, 40 })
        {
            var asked = Enumerable.Range(0, queries * Width).Select(_ => random.NextSingle() - 0.5f).ToArray();
            foreach (var hits in Find(vectors, asked, Width, Copies, 2, split: 100))
            {
                Assert.Equal(Enumerable.Range(0, Copies).Select(i => (long)i), hits.Select(h => h.Index));
                Assert.Single(hits.Select(h => h.Score).Distinct());
            }
        }
    }

    [Fact]
    public void Fewer_rows_than_asked_for_leave_gaps()
    {
        var hits = Find([2, 3], [1, 1, 1, 1, 1], 1, 3, 1, split: 0);
        Assert.All(hits, row => Assert.Equal([(3f, 1L), (2f, 0L), (float.NegativeInfinity, -1L)], row));
        Assert.All(Find([], [1], 1, 2, 2, split: 0), row => Assert.All(row, hit => Assert.Equal(-1, hit.Index)));
    }

    [Fact]
    public void Where_none_are_asked_for_none_are_looked_at() => Assert.All(Find([2, 3], [1, 1], 1, 0, 1, split: 1), row => Assert.Empty(row));

    private static (float Score, long Index)[][] Find(float[] vectors, float[] queries, int width, int k, int threads, int split)
    {
        var count = queries.Length / width;
        var (scores, indices) = (new float[count * k], new long[count * k]);
        fixed (float* start = vectors)
        {
            SearchBlock[] blocks = [new(start, split), new(start + split * width, vectors.Length / width - split)];
            NearestRows.Find(blocks, width, queries, k, scores, indices, threads);
        }
        return [.. Enumerable.Range(0, count).Select(q => Enumerable.Range(q * k, k).Select(i => (scores[i], indices[i])).ToArray())];
    }

    private static (float Score, long Index)[][] Naive(float[] vectors, float[] queries, int width, int k) =>
    [
        .. queries.Chunk(width).Select(query => vectors.Chunk(width)
            .Select((row, index) => (Score: row.Zip(query, (a, b) => a * b).Sum(), Index: (long)index))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Index)
            .Concat(Enumerable.Repeat((float.NegativeInfinity, -1L), k)).Take(k).ToArray()),
    ];

    private static float[] Whole(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-3, 4))];
}
