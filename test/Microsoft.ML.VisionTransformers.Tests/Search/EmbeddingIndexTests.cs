using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Search;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Search;

public sealed class EmbeddingIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finds_by_direction()
    {
        using var index = new EmbeddingIndex(2);
        index.Add([1, 0], "east");
        index.Add([0, 7], "north");
        index.Add([-3, 3], "north-west");
        var hits = index.Search([0, 0.1f], 2);
        Assert.Equal(["north", "north-west"], hits.Select(hit => hit.Name));
        Assert.Equal(1, hits[0].Score, 1e-6);
        Assert.Equal(Math.Sqrt(0.5), hits[1].Score, 1e-6);
        Assert.Equal((3, 2), (index.Search([1, 1], 50).Length, index.SearchAll([1, 1, 0, 1]).Length));
    }

    [Fact]
    public void Finds_by_dot_product()
    {
        using var index = new EmbeddingIndex(2, EmbeddingSimilarity.DotProduct);
        index.Add([1, 0]);
        index.Add([5, 5]);
        index.Add([0, 0]);
        Assert.Equal([(1L, 5f), (0L, 1f), (2L, 0f)], index.Search([1, 0]).Select(hit => (hit.Index, hit.Score)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Equally_near_ones_come_by_index(int queries)
    {
        using var index = new EmbeddingIndex(3);
        for (var i = 0; i < 100; i++)
            index.Add(i % 2 == 0 ? [1, 2, 3] : [-1, 2, -3]);
        foreach (var hits in index.SearchAll([.. Enumerable.Repeat(new float[] { 3, 2, 1 }, queries).SelectMany(q => q)], 100))
            Assert.Equal([.. Enumerable.Range(0, 50).Select(i => 2L * i), .. Enumerable.Range(0, 50).Select(i => 2L * i + 1)], hits.Select(hit => hit.Index));
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_index()
    {
        using var index = new EmbeddingIndex(2);
        Assert.Empty(index.Search([1, 0]));
        index.Save(PathOf("empty.safetensors"));
        using var loaded = EmbeddingIndex.Load(PathOf("empty.safetensors"));
        Assert.Equal(0, loaded.Count);
        loaded.Add([1, 0], "first");
        Assert.Equal("first", loaded.Search([1, 0]).Single().Name);
    }

    [Fact]
    public void Refuses_what_has_no_similarity()
    {
        using var index = new EmbeddingIndex(2);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => index.Add([1, float.NaN])).Message);
        Assert.Contains("zeros", Assert.Throws<ArgumentException>(() => index.Add([0, 0])).Message);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => index.Add([1, 2, 3])).Message);
        Assert.Equal(0, index.Count);
        index.Add([1, 0]);
        Assert.Throws<ArgumentException>(() => index.Search([float.PositiveInfinity, 0]));
        Assert.Contains("has 4 numbers", Assert.Throws<ArgumentException>(() => index.Search([1, 2, 3, 4])).Message);
        Assert.Throws<ArgumentException>(() => index.SearchAll([1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search([1, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingIndex(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingIndex(2, (EmbeddingSimilarity)7));
        using var dot = new EmbeddingIndex(1, EmbeddingSimilarity.DotProduct);
        Assert.Contains("overflow", Assert.Throws<ArgumentException>(() => dot.Add([1e30f])).Message);
        using var tiny = new EmbeddingIndex(1);
        tiny.Add([1e-42f]);
        Assert.Equal(1, tiny.Search([1e-42f])[0].Score, 1e-6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Comes_back_from_a_file_and_goes_on(bool mapped)
    {
        var random = new Random(3);
        var vectors = Enumerable.Range(0, 5000).Select(_ => Enumerable.Range(0, 19).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        var path = PathOf("index.safetensors");
        using var index = new EmbeddingIndex(19);
        for (var i = 0; i < 4000; i++)
            index.Add(vectors[i], i == 7 ? "" : $"Bild {i} 图");
        index.Save(path);

        using (var loaded = EmbeddingIndex.Load(path, mapped))
        {
            Assert.Equal((4000, 19, EmbeddingSimilarity.Cosine), (loaded.Count, loaded.Dimension, loaded.Similarity));
            Assert.Equal(index.Search(vectors[7], 30), loaded.Search(vectors[7], 30));
            Assert.Equal("", loaded.Search(vectors[7], 1)[0].Name);
            for (var i = 4000; i < 5000; i++)
            {
                loaded.Add(vectors[i], $"Bild {i} 图");
                index.Add(vectors[i], $"Bild {i} 图");
            }
            Assert.Equal(index.Search(vectors[4500], 30), loaded.Search(vectors[4500], 30));
            Assert.Equal("Bild 4500 图", loaded.Search(vectors[4500], 1)[0].Name);
            loaded.Save(path);
        }
        using var again = EmbeddingIndex.Load(path, mapped);
        Assert.Equal(index.Search(vectors[4999], 30), again.Search(vectors[4999], 30));
        using var header = SafetensorsFile.Open(path);
        Assert.Equal([5000L, 19], header.Entries["vectors"].Shape);
    }

    // What stands in for Windows, which replaces no mapped file: a folder in the file's place.
    [Fact]
    public void A_file_that_cannot_be_replaced_by_what_is_read_from_it_says_what_helps()
    {
        var path = PathOf("index.safetensors");
        using (var index = new EmbeddingIndex(2))
        {
            index.Add([1, 0], "one");
            index.Save(path);
        }
        using var read = EmbeddingIndex.Load(path, memoryMapped: false);
        using var mapped = EmbeddingIndex.Load(path);
        File.Delete(path);
        Directory.CreateDirectory(path);
        var message = Assert.Throws<IOException>(() => mapped.Save(path)).Message;
        Assert.Contains("memoryMapped: false", message);
        Assert.Contains("another name", message);
        Assert.DoesNotContain("memoryMapped", Assert.ThrowsAny<Exception>(() => read.Save(path)).Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
        mapped.Save(PathOf("other.safetensors"));
        using var other = EmbeddingIndex.Load(PathOf("other.safetensors"));
        Assert.Equal("one", other.Search([1, 0]).Single().Name);
    }

    [Fact]
    public void A_name_without_room_leaves_the_index_as_it_was()
    {
        using var index = new EmbeddingIndex(new VectorStore(2, EmbeddingSimilarity.Cosine), new NameList { Limit = 10 });
        index.Add([1, 0], "east");
        Assert.Contains("2 GiB", Assert.Throws<ArgumentException>(() => index.Add([0, 1], "a long name")).Message);
        Assert.Throws<ArgumentException>(() => index.Add([0, 0], "zero"));
        Assert.Equal(1, index.Count);
        index.Add([0, 1], "north");
        Assert.Equal(["north", "east"], index.Search([0.1f, 1]).Select(hit => hit.Name));
    }

    [Fact]
    public void More_hits_than_an_array_holds_are_refused()
    {
        const int Many = 50_000;
        using var index = new EmbeddingIndex(1);
        for (var i = 0; i < Many; i++)
            index.Add([1]);
        var message = Assert.Throws<ArgumentException>(() => index.SearchAll([.. Enumerable.Repeat(1f, Many)], Many)).Message;
        Assert.Contains("50,000 queries x 50,000 hits", message);
    }

    [Fact]
    public void Another_file_is_no_index()
    {
        var path = PathOf("other.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, TorchSharp.torch.Tensor> { ["vectors"] = TorchSharp.torch.ones(2, 3) });
        Assert.Contains("no index", Assert.Throws<CheckpointFormatException>(() => EmbeddingIndex.Load(path)).Message);
        Assert.Throws<FileNotFoundException>(() => EmbeddingIndex.Load(PathOf("nowhere")));

        using var index = new EmbeddingIndex(2);
        index.Add([1, 0], "one");
        index.Save(path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^1]);
        Assert.Throws<CheckpointFormatException>(() => EmbeddingIndex.Load(path));
    }

    [Fact]
    public void Takes_the_rows_of_a_data_view()
    {
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable(new[]
        {
            new Row { Name = "a", Vector = [1, 0] }, new Row { Name = "bad", Vector = [float.NaN, float.NaN] }, new Row { Name = "b", Vector = [0, 1] },
        });
        using var index = new EmbeddingIndex(2);
        Assert.Contains("bad", Assert.Throws<ArgumentException>(() => index.AddRows(data, "Vector", "Name")).Message);
        Assert.Equal(1, index.Count);
        Assert.Equal(2, index.AddRows(data, "Vector", "Name", skipMissing: true));
        Assert.Equal(["b", "a", "a"], index.Search([0, 1]).Select(hit => hit.Name));
        Assert.Contains("no column 'Nothing'", Assert.Throws<ArgumentException>(() => index.AddRows(data, "Nothing")).Message);
        Assert.Contains("vectors of 2 floats", Assert.Throws<ArgumentException>(() => index.AddRows(data, "Name")).Message);
        Assert.Contains("names are text", Assert.Throws<ArgumentException>(() => index.AddRows(data, "Vector", "Vector")).Message);
    }

    [Fact]
    public async Task Searches_while_others_add()
    {
        using var index = new EmbeddingIndex(8);
        index.Add([1, 0, 0, 0, 0, 0, 0, 0], "first");
        var adding = Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                index.Add([0.5f, 1, 0, 0, 0, 0, 0, i + 1], $"{i}");
        });
        var found = 0;
        do
            found += index.SearchAll([1, 0, 0, 0, 0, 0, 0, 0], 3)[0][0].Name == "first" ? 1 : -1000000;
        while (!adding.IsCompleted);
        await adding;
        Assert.True(found > 0);
        Assert.Equal(2001, index.Count);
        index.Dispose();
        Assert.Throws<ObjectDisposedException>(() => index.Search([1, 0, 0, 0, 0, 0, 0, 0]));
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private sealed class Row
    {
        public string Name { get; set; } = "";

        [VectorType(2)]
        public float[] Vector { get; set; } = [];
    }
}
