using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

[Collection(nameof(PretrainedModel))]
public sealed class MaskedAutoencoderTransformerTests(PretrainedModel pretrained)
{
    private sealed class Row
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Nothing;

    private sealed class Made
    {
        [VectorType(24)]
        public float[] Features { get; set; } = [];

        public float Loss { get; set; }

        [ImageType(ShapePictures.Size, ShapePictures.Size)]
        public MLImage? Reconstruction { get; set; }
    }

    [Fact]
    public void It_adds_an_embedding_of_known_size_and_what_was_asked_for()
    {
        var schema = pretrained.Model.GetOutputSchema(pretrained.Test.Schema);
        Assert.Equal(24, Assert.IsType<VectorDataViewType>(schema["Features"].Type).Size);
        Assert.Equal(NumberDataViewType.Single, schema["Loss"].Type);
        Assert.Equal(new ImageDataViewType(ShapePictures.Size, ShapePictures.Size), schema["Reconstruction"].Type);
        // A shape can't be made by hand; that of a custom mapping is as good.
        var input = pretrained.Context.Transforms.CustomMapping<Nothing, Row>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
        var shape = pretrained.Trainer.GetOutputSchema(input).Select(column => (column.Name, column.Kind, column.ItemType.GetType()));
        foreach (var name in new[] { "Features", "Loss", "Reconstruction" })
        {
            var type = schema[name].Type;
            var item = (type as VectorDataViewType)?.ItemType ?? type;
            var kind = type is VectorDataViewType ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.Scalar;
            Assert.Contains((name, kind, item.GetType()), shape);
        }
    }

    [Fact]
    public void A_row_at_a_time_is_scored_as_in_batches()
    {
        using var engine = pretrained.Context.Model.CreatePredictionEngine<Row, Made>(pretrained.Model, new PredictionEngineOptions { OwnsTransformer = false });
        var batched = pretrained.Model.Transform(pretrained.Test);
        var (features, losses) = (batched.GetColumn<float[]>("Features").ToArray(), batched.GetColumn<float>("Loss").ToArray());
        foreach (var (i, path) in pretrained.TestPaths.Index())
        {
            var one = engine.Predict(new Row { ImagePath = path });
            Assert.Equal(losses[i], one.Loss, 1e-4f);
            Assert.All(features[i].Zip(one.Features), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.Equal((ShapePictures.Size, ShapePictures.Size), (one.Reconstruction!.Width, one.Reconstruction.Height));
        }
    }

    [Fact]
    public void The_same_image_always_has_the_same_loss()
    {
        var once = pretrained.Model.Transform(pretrained.Test).GetColumn<float>("Loss").ToArray();
        Assert.Equal(once, pretrained.Model.Transform(pretrained.Test).GetColumn<float>("Loss").ToArray());
    }

    [Fact]
    public void An_image_unlike_those_of_the_training_has_a_larger_loss()
    {
        var folder = Directory.CreateDirectory(pretrained.NewPath("strange")).FullName;
        var random = new Random(3);
        for (var i = 0; i < 5; i++)
        {
            var picture = new Picture(ShapePictures.Size, ShapePictures.Size);
            random.NextBytes(picture.Rgb);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), PngFile.Rgb(picture));
        }
        var strange = pretrained.Model.Transform(pretrained.Context.Data.LoadImageFolder(folder)).GetColumn<float>("Loss").ToArray();
        var usual = pretrained.Model.Transform(pretrained.Test).GetColumn<float>("Loss").ToArray();
        Assert.True(strange.Min() > usual.Max(), $"{strange.Min()} {usual.Max()}");
    }

    [Fact]
    public void A_reconstruction_is_nearer_to_its_own_image_than_to_others()
    {
        var originals = pretrained.TestPaths.Select(path =>
        {
            using var image = MLImage.CreateFromFile(path);
            return Rgb(image);
        }).ToArray();
        var made = pretrained.Context.Data.CreateEnumerable<Made>(pretrained.Model.Transform(pretrained.Test), reuseRowObject: false)
            .Select(row => Rgb(row.Reconstruction!)).ToArray();
        var (own, others) = (0.0, 0.0);
        foreach (var (i, pixels) in made.Index())
        {
            own += Distance(pixels, originals[i]);
            others += Distance(pixels, originals[(i + originals.Length / 2) % originals.Length]);
        }
        Assert.True(own < 0.7 * others, $"{own} {others}");

        static byte[] Rgb(MLImage image) => ImageDecoder.Decode(image).Pixels;

        static double Distance(byte[] one, byte[] other) => one.Zip(other, (a, b) => (double)(a - b) * (a - b)).Sum();
    }

    [Fact]
    public void It_comes_back_from_a_saved_model()
    {
        var path = pretrained.NewPath("model.zip");
        pretrained.Context.Model.Save(pretrained.Model, pretrained.Test.Schema, path);
        using var loaded = Assert.IsType<MaskedAutoencoderTransformer>(new MLContext().Model.Load(path, out _));
        Assert.Equal((pretrained.Model.Architecture, pretrained.Model.Preprocessing), (loaded.Architecture, loaded.Preprocessing));
        Assert.Equal((7, 24), (loaded.ScoringBatchSize, loaded.EmbeddingSize));
        var (expected, actual) = (pretrained.Model.Transform(pretrained.Test), loaded.Transform(pretrained.Test));
        Assert.Equal(expected.GetColumn<float[]>("Features"), actual.GetColumn<float[]>("Features"));
        Assert.Equal(expected.GetColumn<float>("Loss"), actual.GetColumn<float>("Loss"));
    }

    [Fact]
    public void An_image_that_cannot_be_read_gets_nothing_where_that_is_wanted()
    {
        var bad = pretrained.Context.Data.LoadFromEnumerable([new Row { ImagePath = pretrained.NewPath("missing.png") }, new Row { ImagePath = pretrained.TestPaths[0] }]);
        Assert.Contains("missing.png", Assert.Throws<InvalidOperationException>(() => pretrained.Model.Transform(bad).GetColumn<float>("Loss").ToArray()).Message);
        pretrained.Model.SkipBadImages = true;
        try
        {
            var rows = pretrained.Context.Data.CreateEnumerable<Made>(pretrained.Model.Transform(bad), reuseRowObject: false).ToArray();
            Assert.True(float.IsNaN(rows[0].Loss) && rows[0].Features.All(float.IsNaN) && rows[0].Reconstruction is null);
            Assert.True(float.IsFinite(rows[1].Loss) && rows[1].Reconstruction is not null);
        }
        finally
        {
            pretrained.Model.SkipBadImages = false;
        }
    }
}
