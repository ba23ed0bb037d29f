using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class EndToEndTests(TrainedModel trained)
{
    [Fact]
    public void Tells_three_shapes_apart()
    {
        var metrics = trained.Context.MulticlassClassification.Evaluate(trained.Model.Transform(trained.Test), topKPredictionCount: 2);
        Assert.True(metrics.MicroAccuracy >= 0.95, $"accuracy {metrics.MicroAccuracy:P1}");
        Assert.True(metrics.TopKAccuracy >= metrics.MicroAccuracy);
        Assert.True(metrics.LogLoss < 0.7, $"log loss {metrics.LogLoss}");
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void Names_the_predictions()
    {
        var scored = trained.Model.Transform(trained.Test);
        var right = scored.GetColumn<string>("Name").Zip(trained.TestPaths).Count(p => p.Second.Contains($"/{p.First}/"));
        Assert.True(right >= 57, $"{right} of 60");
    }

    [Fact]
    public void Adds_columns_with_the_annotations_of_a_classifier()
    {
        var schema = trained.Model.Transform(trained.Test).Schema;
        var score = schema["Score"];
        Assert.Equal(3, Assert.IsType<VectorDataViewType>(score.Type).Size);
        Assert.Equal(NumberDataViewType.Single, ((VectorDataViewType)score.Type).ItemType);
        Assert.Equal(ShapePictures.Names.Order(StringComparer.Ordinal), Texts(score, "SlotNames"));
        Assert.Equal(Texts(score, "SlotNames"), Texts(score, "TrainingLabelValues"));
        Assert.Equal("Score", Text(score, "ScoreValueKind"));
        Assert.Equal("MulticlassClassification", Text(score, "ScoreColumnKind"));

        var predicted = schema["PredictedLabel"];
        Assert.Equal(3ul, Assert.IsType<KeyDataViewType>(predicted.Type).Count);
        Assert.Equal(Texts(score, "SlotNames"), Texts(predicted, "KeyValues"));
        Assert.Equal("PredictedLabel", Text(predicted, "ScoreValueKind"));
        uint id = 0;
        predicted.Annotations.GetValue("ScoreColumnSetId", ref id);
        Assert.Equal(1u, id);
    }

    [Fact]
    public void Gives_probabilities_and_the_largest_one_as_label()
    {
        var scored = trained.Model.Transform(trained.Test);
        foreach (var (scores, label) in trained.Scores(scored).Zip(scored.GetColumn<uint>("PredictedLabel")))
        {
            Assert.Equal(1, scores.Sum(), 1e-5);
            Assert.Equal(label, (uint)Array.IndexOf(scores, scores.Max()) + 1);
        }
    }

    [Fact]
    public void A_second_scorer_has_a_set_id_of_its_own()
    {
        var twice = trained.Classifier.Transform(trained.Model.Transform(trained.Test)).Schema;
        uint id = 0;
        twice["Score"].Annotations.GetValue("ScoreColumnSetId", ref id);
        Assert.Equal(2u, id);
    }

    [Fact]
    public void Logs_the_epochs() => Assert.Contains(trained.Log, m => m.Contains("Kind=Info") && m.Contains('8') && m.Contains("poch"));

    [Fact]
    public void Describes_itself()
    {
        Assert.Equal("tiny-test-vit", trained.Classifier.Architecture);
        Assert.Equal(["cross", "disc", "square"], trained.Classifier.ClassNames.Order());
        Assert.Equal("ImagePath", trained.Classifier.FeatureColumnName);
        Assert.Equal(TinyViT.Architecture.Preprocessing, trained.Classifier.Preprocessing);
    }

    [Fact]
    public void Cross_validates()
    {
        var results = trained.Context.MulticlassClassification.CrossValidate(trained.Train, TinyViT.Pipeline(trained.Context, TinyViT.Options(epochs: 4)), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, r => Assert.True(r.Metrics.MicroAccuracy > 0.5, $"fold {r.Fold}: {r.Metrics.MicroAccuracy:P1}"));
        foreach (var result in results)
            (result.Model as IDisposable)?.Dispose();
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        var first = FitAgain(seed: 5);
        Assert.Equal(first, FitAgain(seed: 5));
        Assert.NotEqual(first, FitAgain(seed: 6));
    }

    [Fact]
    public void A_trainer_may_be_fitted_twice()
    {
        var pipeline = TinyViT.Pipeline(new MLContext(3), TinyViT.Options(epochs: 1));
        Assert.Equal(ScoresOf(pipeline.Fit(trained.Train)), ScoresOf(pipeline.Fit(trained.Train)));
    }

    private float[] FitAgain(int seed) => ScoresOf(TinyViT.Pipeline(new MLContext(seed), TinyViT.Options(epochs: 1)).Fit(trained.Train));

    private float[] ScoresOf(ITransformer model)
    {
        using (model as IDisposable)
            return trained.Scores(model.Transform(trained.Context.Data.TakeRows(trained.Test, 3))).SelectMany(s => s).ToArray();
    }

    private static string[] Texts(DataViewSchema.Column column, string annotation)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.Annotations.GetValue(annotation, ref values);
        return values.DenseValues().Select(v => v.ToString()).ToArray();
    }

    private static string Text(DataViewSchema.Column column, string annotation)
    {
        ReadOnlyMemory<char> value = default;
        column.Annotations.GetValue(annotation, ref value);
        return value.ToString();
    }
}
