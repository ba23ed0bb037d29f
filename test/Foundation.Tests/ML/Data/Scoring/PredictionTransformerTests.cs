using System.IO.Compression;
using Foundation.Tests.ML.StandardTrainers;
using Foundation.Tests.ML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Scoring;

public class PredictionTransformerTests
{
    private readonly MLContext _ml = new(1);

    public static TheoryData<string> Trainers => ["lbfgs", "sdca", "k-means"];

    private IEstimator<ITransformer> Chain(string trainer) => Blobs.Labelled(_ml, trainer switch
    {
        "lbfgs" => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(),
        "sdca" => _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(),
        _ => _ml.Clustering.Trainers.KMeans(numberOfClusters: 3),
    });

    [Theory]
    [MemberData(nameof(Trainers))]
    public void ASavedModelGivesTheSameRowsAndAnnotations(string trainer)
    {
        var view = _ml.Data.LoadFromEnumerable(Blobs.Rows());
        var model = Chain(trainer).Fit(view);
        using var file = new MemoryStream();
        _ml.Model.Save(model, view.Schema, file);
        file.Position = 0;

        var other = new MLContext(2);
        var loaded = other.Model.Load(file, out _);

        Assert.Equal(SavedTransformerTests.Describe(model.Transform(view)), SavedTransformerTests.Describe(loaded.Transform(other.Data.LoadFromEnumerable(Blobs.Rows()))));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void CountsBeyondTheFileAreRefused(string trainer)
    {
        var view = _ml.Data.LoadFromEnumerable(Blobs.Rows());
        using var file = new MemoryStream();
        _ml.Model.Save(Chain(trainer).Fit(view), view.Schema, file);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var stream = archive.Entries.Single(entry => entry.FullName.EndsWith("/Model/Model.key", StringComparison.Ordinal)).Open();
            stream.Position = 0x100; // behind the header
            stream.Write(BitConverter.GetBytes(int.MaxValue));
        }

        Assert.IsType<FormatException>(Record.Exception(() => new MLContext().Model.Load(file, out _))?.GetBaseException());
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void AnEnginePredictsEachObjectAnew(string trainer)
    {
        var rows = Blobs.Rows();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var model = Chain(trainer).Fit(view);
        var scored = model.Transform(view);
        var (scores, labels) = (scored.GetColumn<float[]>("Score").ToArray(), scored.GetColumn<uint>("PredictedLabel").ToArray());

        using var engine = _ml.Model.CreatePredictionEngine<Blobs.Row, Prediction>(model);
        for (var i = 0; i < 10; i++)
        {
            var prediction = engine.Predict(rows[i]);
            Assert.Equal(scores[i], prediction.Score);
            Assert.Equal(labels[i], prediction.PredictedLabel);
        }
    }

    [Fact]
    public void EachScorerHasASetIdOfItsOwn()
    {
        var view = _ml.Data.LoadFromEnumerable(Blobs.Rows());
        var once = Chain("lbfgs").Fit(view).Transform(view);
        var twice = _ml.Clustering.Trainers.KMeans(numberOfClusters: 2).Fit(once).Transform(once);

        Assert.Equal(1u, SetId(once));
        Assert.Equal(2u, SetId(twice));

        static uint SetId(IDataView scored)
        {
            uint id = 0;
            scored.Schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref id);
            return id;
        }
    }

    [Fact]
    public void FeaturesOfAnotherSizeAreNamed()
    {
        var view = _ml.Data.LoadFromEnumerable(Blobs.Rows());
        var model = Chain("lbfgs").Fit(view);
        var other = _ml.Transforms.Concatenate("Features", "Features", "Weight").Fit(view).Transform(view);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(other));
        Assert.Contains("feature column 'Features': expected Vector<Single, 3>, got Vector<Single, 4>", error.Message);
    }

    [Fact]
    public void CrossValidationTrainsAndScoresEachFold()
    {
        var view = _ml.Data.LoadFromEnumerable(Blobs.Rows());
        var folds = _ml.MulticlassClassification.CrossValidate(
            _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(view).Transform(view), _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(), numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.7, 1)); // a third is chance
    }

    public sealed class Prediction
    {
        public uint PredictedLabel;
        public float[] Score = [];
    }
}
