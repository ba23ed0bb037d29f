using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The scores of a binary evaluation by truth, for the metrics that rest on their order.</summary>
internal sealed class RankedScores
{
    private readonly List<(float Score, bool Positive)> _rows = [];

    public void Add(float score, bool positive) => _rows.Add((score, positive));

    /// <summary>The probability that a positive row scores above a negative one, ties counted half.</summary>
    public double AreaUnderRocCurve()
    {
        long positives = _rows.Count(r => r.Positive), negatives = _rows.Count - positives;
        if (positives == 0)
            throw Contracts.ExceptParam("PosSample", "AUC is not defined when there is no positive class in the data");
        if (negatives == 0)
            throw Contracts.ExceptParam("NegSample", "AUC is not defined when there is no negative class in the data");
        double area = 0, above = 0;
        foreach (var ties in _rows.GroupBy(r => r.Score).OrderByDescending(g => g.Key))
        {
            double tiedPositives = ties.Count(r => r.Positive), tiedNegatives = ties.Count() - tiedPositives;
            area += (above + 0.5 * tiedPositives) * tiedNegatives;
            above += tiedPositives;
        }
        return area / ((double)positives * negatives);
    }

    /// <summary>
    /// By the lower trapezoid estimator (Boyd, Eng, Page: "Area under the precision-recall curve", 2013): rows are taken from the largest
    /// score down, equal ones in the order they came.
    /// </summary>
    public double AreaUnderPrecisionRecallCurve()
    {
        double positives = _rows.Count(r => r.Positive);
        double area = 0, found = 0, taken = 0, recall = 0, precision = 1;
        foreach (var row in _rows.OrderByDescending(r => r.Score))
        {
            taken++;
            if (!row.Positive)
            {
                precision = found / taken;
                continue;
            }
            found++;
            area += (found / positives - recall) * (precision + found / taken) / 2;
            (recall, precision) = (found / positives, found / taken);
        }
        return area;
    }
}
