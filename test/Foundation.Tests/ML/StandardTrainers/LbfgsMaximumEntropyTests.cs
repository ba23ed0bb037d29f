using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Foundation.Tests.ML.StandardTrainers;

public class LbfgsMaximumEntropyTests
{
    private readonly MLContext _ml = new(1);
    private readonly Blobs.Row[] _rows = Blobs.Rows();

    private MaximumEntropyModelParameters Fit(LbfgsMaximumEntropyMulticlassTrainer.Options options)
    {
        var view = _ml.Data.LoadFromEnumerable(_rows);
        var labelled = _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(view).Transform(view);
        return _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options).Fit(labelled).Model;
    }

    [Fact]
    public void EndsWhereLossAndL2HaveNoSlope()
    {
        var (weights, biases) = Blobs.Parameters(Fit(new() { L1Regularization = 0, L2Regularization = 0.5f, OptimizationTolerance = 1e-12f }));

        var slopes = Blobs.Slopes(_rows, weights, biases);
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(0, slopes[c][0], 2e-3);
            for (var i = 0; i < 3; i++)
                Assert.Equal(-0.5 * weights[c][i], slopes[c][1 + i], 2e-3);
        }
    }

    [Fact]
    public void L1HoldsAWeightAtZeroUntilTheLossPullsHarder()
    {
        const float L1 = 3;
        var (weights, biases) = Blobs.Parameters(Fit(new() { L1Regularization = L1, L2Regularization = 0, OptimizationTolerance = 1e-12f }));

        var slopes = Blobs.Slopes(_rows, weights, biases);
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(0, slopes[c][0], 5e-3);
            for (var i = 0; i < 3; i++)
            {
                if (weights[c][i] == 0)
                    Assert.InRange(slopes[c][1 + i], -L1 - 5e-3, L1 + 5e-3);
                else
                    Assert.Equal(-L1 * Math.Sign(weights[c][i]), slopes[c][1 + i], 5e-3);
            }
        }
        Assert.Contains(weights, w => w.Contains(0));
        Assert.Contains(weights, w => w.Any(value => value != 0));
    }

    [Fact]
    public void AWeightedExampleCountsAsSoMany()
    {
        var (weights, biases) = Blobs.Parameters(Fit(new() { ExampleWeightColumnName = "Weight", L1Regularization = 0, OptimizationTolerance = 1e-12f }));

        var slopes = Blobs.Slopes(_rows, weights, biases, weighted: true);
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < 3; i++)
                Assert.Equal(-weights[c][i], slopes[c][1 + i], 5e-3);
    }

    [Fact]
    public void NothingIsBelowZeroWhereThatIsAsked()
    {
        var (weights, biases) = Blobs.Parameters(Fit(new() { EnforceNonNegativity = true, L1Regularization = 0.1f }));

        Assert.All(weights.SelectMany(w => w).Concat(biases), value => Assert.True(value >= 0));
        Assert.True(weights[0][0] > 0.5f);
    }

    [Fact]
    public void SparseFeaturesGiveWhatDenseOnesGive()
    {
        // Hot has one explicit value of four in a row, Cold is the same written out.
        var rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Keyed { Kind = (uint)(i * i % 4), Class = (i * i % 4 * 7 + i % 5).ToString()[^1..] }).ToArray());
        var prepare = _ml.Transforms.Conversion.MapKeyToVector("Hot", "Kind").Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Class"))
            .Append(_ml.Transforms.Concatenate("Features", "Hot"));
        var sparse = prepare.Fit(rows).Transform(rows);
        VBuffer<float> first = sparse.GetColumn<VBuffer<float>>("Features").First();
        Assert.False(first.IsDense);
        var written = _ml.Data.LoadFromEnumerable(sparse.GetColumn<float[]>("Features").Zip(sparse.GetColumn<uint>("Label"), (features, label) => new Written { Features = features, Label = label - 1 }).ToArray());

        float[][] Scores(IDataView view)
        {
            var trainer = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, optimizationTolerance: 1e-10f);
            return Blobs.Scores(trainer.Fit(view), view);
        }
        foreach (var (a, b) in Scores(sparse).Zip(Scores(written)))
            for (var i = 0; i < b.Length; i++)
                Assert.Equal(b[i], a.Length > i ? a[i] : 0, 1e-3);
    }

    [Fact]
    public void RowsWithAnythingMissingAreLeftOutAndCounted()
    {
        string? warning = null;
        _ml.Log += (_, e) => warning = e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? e.Message : warning;
        var whole = Blobs.Parameters(Fit(new()));
        var with = Blobs.Rows().ToList();
        with.Insert(3, new() { Class = "a", Features = [float.NaN, 0, 0] });
        with.Insert(5, new() { Class = "", Features = [9, 9, 9] });
        var view = _ml.Data.LoadFromEnumerable(with.ToArray());
        var labelled = _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(view).Transform(view);

        var holes = Blobs.Parameters(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(labelled).Model);

        Assert.Equal(whole.Weights.SelectMany(w => w), holes.Weights.SelectMany(w => w));
        Assert.Contains("Skipped 2 instances", warning);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        var trainers = _ml.MulticlassClassification.Trainers;
        Assert.Contains("Must be non-negative", Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(l1Regularization: -1)).Message);
        Assert.Contains("Must be positive", Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(historySize: 0)).Message);
        Assert.Contains("Must be positive", Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(optimizationTolerance: 0)).Message);
    }

    public sealed class Keyed
    {
        [KeyType(4)] public uint Kind;
        public string Class = "";
    }

    public sealed class Written
    {
        [VectorType(4)] public float[] Features = [];
        [KeyType(10)] public uint Label;
    }
}
