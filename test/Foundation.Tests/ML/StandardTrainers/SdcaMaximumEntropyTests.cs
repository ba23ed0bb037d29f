using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Foundation.Tests.ML.StandardTrainers;

public class SdcaMaximumEntropyTests
{
    private readonly Blobs.Row[] _rows = Blobs.Rows();

    private MaximumEntropyModelParameters Fit(SdcaMaximumEntropyMulticlassTrainer.Options options, int seed = 1)
    {
        var ml = new MLContext(seed);
        var view = ml.Data.LoadFromEnumerable(_rows);
        var labelled = ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(view).Transform(view);
        return ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(options).Fit(labelled).Model;
    }

    [Fact]
    public void EndsWhereMeanLossAndL2HaveNoSlope()
    {
        const float L2 = 0.01f;
        var (weights, biases) = Blobs.Parameters(Fit(new() { L2Regularization = L2, L1Regularization = 0, ConvergenceTolerance = 1e-6f }));

        var slopes = Blobs.Slopes(_rows, weights, biases);
        for (var c = 0; c < 3; c++)
        {
            // The bias is regularised like a weight.
            Assert.Equal(-L2 * biases[c], slopes[c][0] / Blobs.Count, 1e-3);
            for (var i = 0; i < 3; i++)
                Assert.Equal(-L2 * weights[c][i], slopes[c][1 + i] / Blobs.Count, 1e-3);
        }
    }

    [Fact]
    public void L1MakesWeightsExactlyZero()
    {
        const float L2 = 0.02f, L1 = 0.5f;
        var (weights, biases) = Blobs.Parameters(Fit(new() { L2Regularization = L2, L1Regularization = L1, ConvergenceTolerance = 1e-6f }));

        var slopes = Blobs.Slopes(_rows, weights, biases);
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < 3; i++)
            {
                var slope = slopes[c][1 + i] / Blobs.Count;
                if (weights[c][i] == 0)
                    Assert.InRange(slope, -L1 * L2 - 1e-3, L1 * L2 + 1e-3);
                else
                    Assert.Equal(-L2 * (weights[c][i] + L1 * Math.Sign(weights[c][i])), slope, 1e-3);
            }
        Assert.Contains(weights, w => w.Contains(0));
    }

    [Fact]
    public void OneSeedGivesOneModelToTheBit()
    {
        Assert.Equal(Weights(3), Weights(3));
        Assert.NotEqual(Weights(3), Weights(4));

        float[] Weights(int seed) => [.. Blobs.Parameters(Fit(new() { MaximumNumberOfIterations = 5 }, seed)).Weights.SelectMany(w => w)];
    }

    [Fact]
    public void AWeightedExampleCountsAsSoMany()
    {
        var (weights, biases) = Blobs.Parameters(Fit(new() { ExampleWeightColumnName = "Weight", L2Regularization = 0.01f, L1Regularization = 0, ConvergenceTolerance = 1e-6f }));

        var slopes = Blobs.Slopes(_rows, weights, biases, weighted: true);
        for (var c = 0; c < 3; c++)
            for (var i = 0; i < 3; i++)
                Assert.Equal(-0.01 * weights[c][i], slopes[c][1 + i] / Blobs.Count, 2e-3);
    }

    [Fact]
    public void NoRowsAreAnError()
    {
        var ml = new MLContext(1);
        var none = ml.Data.LoadFromEnumerable(new[] { new Blobs.Row { Class = "a", Features = [float.NaN, 0, 0] } });
        var message = Assert.Throws<InvalidOperationException>(() => Blobs.Labelled(ml, ml.MulticlassClassification.Trainers.SdcaMaximumEntropy()).Fit(none)).Message;
        Assert.Contains("0 instances", message);
    }
}
