using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public sealed class ClipEmbeddingTests(ZeroShotData data) : IClassFixture<ZeroShotData>
{
    [Fact]
    public void Images_and_texts_become_vectors_of_one_known_size()
    {
        var transforms = data.Context.Transforms;
        using var images = transforms.ClipImageEmbedding("Embedding", "ImagePath", data.Weights).Fit(data.Images);
        using var texts = transforms.ClipTextEmbedding("Words", "Label", images).Fit(data.Images);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 12), images.GetOutputSchema(data.Images.Schema)["Embedding"].Type);
        var both = texts.Transform(images.Transform(data.Images));
        Assert.Equal(["ImagePath", "Label", "Embedding", "Words"], both.Schema.Select(column => column.Name));
        var (pixels, words) = (ZeroShotData.Vectors(both, "Embedding"), ZeroShotData.Vectors(both, "Words"));
        Assert.All(pixels.Concat(words), vector => Assert.Equal(1, vector.Sum(x => x * x), 1e-5));
        Assert.Equal(images.EmbedImage(data.Paths[4]), pixels[4], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(images.EmbedText(data.Images.GetColumn<string>("Label").Last()), words[^1], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.NotEqual(words[0], words[^1]);
    }

    [Fact]
    public void Lengths_stay_when_asked()
    {
        using var model = data.Context.Transforms.ClipTextEmbedding(new ClipTextEmbeddingEstimator.Options
        {
            Weights = data.Weights, OutputColumnName = "Label", Normalize = false,
        }).Fit(data.Images);
        var vectors = ZeroShotData.Vectors(model.Transform(data.Images), "Label");
        Assert.NotEqual(1, vectors[0].Sum(x => x * x), 1e-2);
        Assert.Equal(model.EmbedText(data.Images.GetColumn<string>("Label").First(), normalize: false), vectors[0], (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void They_come_back_from_a_saved_pipeline()
    {
        var context = data.Context;
        using var images = context.Transforms.ClipImageEmbedding(new ClipImageEmbeddingEstimator.Options
        {
            Weights = data.Weights, OutputColumnName = "Embedding", InputColumnName = "ImagePath", SkipBadImages = true, ScoringBatchSize = 4,
        }).Fit(data.Images);
        var pipeline = images.Append(context.Transforms.ClipTextEmbedding("Words", "Label", images).Fit(data.Images));
        var path = data.Path("embeddings.zip");
        context.Model.Save(pipeline, data.Images.Schema, path);
        var loaded = new MLContext().Model.Load(path, out var schema);
        using var _ = (IDisposable)loaded;
        foreach (var column in new[] { "Embedding", "Words" })
            Assert.Equal(ZeroShotData.Vectors(pipeline.Transform(data.Images), column), ZeroShotData.Vectors(loaded.Transform(data.Images), column));
        var again = ((IEnumerable<ITransformer>)loaded).OfType<ClipImageEmbeddingTransformer>().Single();
        Assert.Equal((true, 4, true, "ImagePath"), (again.SkipBadImages, again.ScoringBatchSize, again.Normalize, again.InputColumnName));
        Assert.Equal(49408, again.Tokenizer.VocabularySize);
    }

    [Fact]
    public void Images_are_found_by_text()
    {
        using var model = data.Context.Transforms.ClipImageEmbedding("Embedding", "ImagePath", data.Weights).Fit(data.Images);
        var embedded = model.Transform(data.Images);
        using var index = new EmbeddingIndex(model.EmbeddingDim);
        Assert.Equal(15, index.AddRows(embedded, "Embedding", "ImagePath"));
        var query = model.EmbedText("a disc");
        var hits = index.Search(query, 3);
        var expected = ZeroShotData.Vectors(embedded, "Embedding").Select((vector, i) => (Score: vector.Zip(query, (a, b) => a * b).Sum(), data.Paths[i]))
            .OrderByDescending(hit => hit.Score).Take(3).ToArray();
        Assert.Equal(expected.Select(hit => hit.Item2), hits.Select(hit => hit.Name));
        Assert.Equal(expected[0].Score, hits[0].Score, 1e-5);
        Assert.Equal(data.Paths[6], index.Search(model.EmbedImage(data.Paths[6]), 1)[0].Name);
    }

    [Fact]
    public void Shapes_are_checked_before_anything_is_loaded()
    {
        var transforms = data.Context.Transforms;
        Assert.Contains("no column 'Nothing'", Assert.Throws<ArgumentException>(() => transforms.ClipImageEmbedding("E", "Nothing", "x").Fit(data.Images)).Message);
        var embedded = transforms.ClipImageEmbedding("E", "ImagePath", data.Weights);
        Assert.Contains("texts are taken", Assert.Throws<ArgumentException>(() => embedded.Append(transforms.ClipTextEmbedding("T", "E", data.Weights)).Fit(data.Images)).Message);
        Assert.Contains("OutputColumnName is empty", Assert.Throws<ArgumentException>(() => transforms.ClipTextEmbedding("", "Label", "x")).Message);
    }
}
