using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Embeddings;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Search;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Clip;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Embeddings;

[Collection(nameof(TrainedModel))]
public sealed class VisionEmbeddingTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifiers_features_are_shared_and_told_apart_by_their_neighbours()
    {
        var context = trained.Context;
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Transforms.VisionEmbedding("Features", "ImagePath", trained.Classifier))
            .Append(context.MulticlassClassification.Trainers.NearestNeighbours(numberOfNeighbours: 5))
            .Append(context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));
        using var model = pipeline.Fit(trained.Train);
        var scored = model.Transform(trained.Test);
        var metrics = context.MulticlassClassification.Evaluate(scored);
        var supervised = context.MulticlassClassification.Evaluate(trained.Model.Transform(trained.Test)).MicroAccuracy;
        Assert.True(metrics.MicroAccuracy > supervised - 0.1, $"{metrics.MicroAccuracy} against {supervised}");
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 48), scored.Schema["Features"].Type);

        // The same by hand.
        var (bank, queries) = (Rows(model.Transform(trained.Train), "Features"), Rows(scored, "Features"));
        using var neighbours = new NeighbourBank(48, 3);
        neighbours.Add(bank.SelectMany(row => row).ToArray(), [.. model.Transform(trained.Train).GetColumn<uint>("Label").Select(key => (int)key - 1)]);
        var expected = new float[queries.Length * 3];
        neighbours.Vote(queries.SelectMany(row => row).ToArray(), 5, 0.07, expected, 1);
        Assert.Equal(expected, Rows(scored, "Score").SelectMany(row => row), (a, b) => Math.Abs(a - b) < 1e-5);

        var path = Path.Combine(_folder.Path, "neighbours.zip");
        context.Model.Save(model, trained.Train.Schema, path);
        var (exitCode, output, errors) = FreshProcess.Run(FreshProcess.Folder, [path, .. trained.TestPaths.Take(4)]);
        Assert.True(exitCode == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToArray();
        Assert.Equal(scored.GetColumn<string>("Name").Take(4), lines.Select(line => line[0]));
        Assert.Equal(expected.Take(12), lines.SelectMany(line => line[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Tokens_keep_their_sides_and_poolings_differ()
    {
        var transforms = trained.Context.Transforms;
        using var tokens = transforms.VisionEmbedding("E", "ImagePath", trained.Classifier, EmbeddingPooling.Tokens).Fit(trained.Test);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 17, 48), tokens.GetOutputSchema(trained.Test.Schema)["E"].Type);
        using var token = transforms.VisionEmbedding("E", "ImagePath", trained.Classifier, EmbeddingPooling.ClassToken, normalize: true).Fit(trained.Test);
        var (all, first) = (Rows(tokens.Transform(trained.Test), "E")[0], Rows(token.Transform(trained.Test), "E")[0]);
        Assert.Equal(17 * 48, all.Length);
        var length = MathF.Sqrt(all[..48].Sum(x => x * x));
        Assert.Equal(all[..48].Select(x => x / length), first, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Weights_of_any_family_lose_their_head()
    {
        var file = Path.Combine(_folder.Path, "vit.safetensors");
        trained.Classifier.SaveWeights(file);
        var clip = ClipFolder.WriteHuggingFace(Path.Combine(_folder.Path, "clip"));
        foreach (var (weights, dim) in new[] { (file, 48), (clip, 24), (WriteMae(), 16) })
        {
            using var model = trained.Context.Transforms.VisionEmbedding("E", "ImagePath", weights).Fit(trained.Test);
            var rows = Rows(model.Transform(trained.Context.Data.TakeRows(trained.Test, 3)), "E");
            Assert.All(rows, row => Assert.Equal(dim, row.Length));
            Assert.NotEqual(rows[0], rows[2]);
            Assert.All(rows, row => Assert.All(row, number => Assert.True(float.IsFinite(number))));
        }
        using var again = trained.Context.Transforms.VisionEmbedding("E", "ImagePath", file).Fit(trained.Test);
        using var shared = trained.Context.Transforms.VisionEmbedding("E", "ImagePath", trained.Classifier).Fit(trained.Test);
        Assert.Equal(Rows(shared.Transform(trained.Test), "E"), Rows(again.Transform(trained.Test), "E"));
    }

    [Fact]
    public void Comes_back_from_a_saved_model()
    {
        using var model = trained.Context.Transforms.VisionEmbedding("E", "ImagePath", trained.Classifier, EmbeddingPooling.Mean, normalize: true).Fit(trained.Test);
        var path = Path.Combine(_folder.Path, "embedding.zip");
        trained.Context.Model.Save(model, trained.Test.Schema, path);
        using var loaded = (VisionEmbeddingTransformer)new MLContext().Model.Load(path, out _);
        Assert.Equal((EmbeddingPooling.Mean, true, 48, "tiny-test-vit"), (loaded.Pooling, loaded.Normalize, loaded.EmbeddingDim, loaded.Architecture));
        Assert.Equal(Rows(model.Transform(trained.Test), "E"), Rows(loaded.Transform(trained.Test), "E"));
    }

    [Fact]
    public void Says_what_does_not_fit()
    {
        var transforms = trained.Context.Transforms;
        Assert.Contains("Weights is a file", Assert.Throws<ArgumentException>(() => transforms.VisionEmbedding(new VisionEmbeddingEstimator.Options())).Message);
        var swin = new VisionEmbeddingEstimator.Options { OutputColumnName = "E", InputColumnName = "ImagePath", Architecture = "swin_t", Pooling = EmbeddingPooling.ClassToken };
        Assert.Contains("no class token", Assert.Throws<ArgumentException>(() => transforms.VisionEmbedding(swin).Fit(trained.Test)).Message);
        Assert.Contains("no column 'E'", Assert.Throws<ArgumentException>(() => transforms.VisionEmbedding("E", null, "x").Fit(trained.Test)).Message);
    }

    private string WriteMae()
    {
        var configuration = new VisionTransformers.Mae.MaeConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, PatchSize = 8, Dim = 16, Depth = 1, Heads = 2, DecoderDim = 16, DecoderDepth = 1, DecoderHeads = 2,
        };
        using var network = NetworkFactory.Create((VisionConfiguration)configuration, seed: 2);
        var path = Path.Combine(_folder.Path, "mae.safetensors");
        SafetensorsWriter.Write(path, network.state_dict());
        return path;
    }

    private static float[][] Rows(IDataView view, string column) => view.GetColumn<float[]>(column).ToArray();
}
