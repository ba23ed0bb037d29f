using Microsoft.ML;

namespace Foundation.Tests.ML.Data.Evaluation;

public class RankedMetricsTests
{
    public class Row
    {
        public bool Label;
        public float Score;
        public bool PredictedLabel;
    }

    private static double Auc(params (bool Label, float Score)[] rows)
    {
        var ml = new MLContext(1);
        return ml.BinaryClassification.EvaluateNonCalibrated(ml.Data.LoadFromEnumerable(rows.Select(r => new Row { Label = r.Label, Score = r.Score }).ToArray())).AreaUnderRocCurve;
    }

    [Fact]
    public void AreaIsThePartOfPairsInOrder()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200).Select(_ => (Label: random.Next(3) == 0, Score: (float)random.Next(20))).ToArray();
        double right = 0, pairs = 0;
        foreach (var p in rows.Where(r => r.Label))
        {
            foreach (var n in rows.Where(r => !r.Label))
            {
                pairs++;
                right += p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0;
            }
        }
        Assert.Equal(right / pairs, Auc(rows), 1e-12);
    }

    [Fact]
    public void OneClassOnly()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Auc((true, 1), (true, 2)));
        Assert.StartsWith("AUC is not defined when there is no negative class in the data", exception.Message);
    }
}
