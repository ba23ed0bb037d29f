using Microsoft.ML.VisionTransformers.Kernels;
using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Tests.Search;

// Sums depend on the instruction set, which other tests of the kernels switch.
[Collection("Kernels")]
public sealed unsafe class VectorStoreTests
{
    [Fact]
    public void Nothing_is_asked_for_where_nothing_was_when_it_was_counted()
    {
        using var store = new VectorStore(2, EmbeddingSimilarity.Cosine);
        store.Add([1, 0]);
        store.Search([0, 1, 1, 1], 0, [], [], 2);
        Assert.Throws<ArgumentException>(() => store.Search([0, 0], 0, [], [], 2));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2049)]
    [InlineData(2500)]
    public void Many_queries_find_what_they_find_in_one_go(int queries)
    {
        const int Rows = 200, Width = 7, Best = 5;
        var random = new Random(queries);
        float[] vectors = Numbers(random, Rows * Width), asked = Numbers(random, queries * Width);
        using var store = new VectorStore(Width, EmbeddingSimilarity.DotProduct);
        foreach (var vector in vectors.Chunk(Width))
            store.Add(vector);
        float[] scores = new float[queries * Best], expectedScores = new float[queries * Best];
        long[] indices = new long[queries * Best], expectedIndices = new long[queries * Best];
        store.Search(asked, Best, scores, indices, 2);
        fixed (float* start = vectors)
        {
            SearchBlock[] blocks = [new(start, Rows)];
            NearestRows.Find(blocks, Width, asked, Best, expectedScores, expectedIndices, 2);
        }
        Assert.Equal(expectedScores, scores);
        Assert.Equal(expectedIndices, indices);
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
