using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.StandardTrainers;

/// <summary>Points around three centres that overlap: no line tells them apart.</summary>
internal static class Blobs
{
    public const int Count = 120;

    public sealed class Row
    {
        [VectorType(3)] public float[] Features = [];
        public string Class = "";
        public float Weight = 1;
    }

    public static Row[] Rows(int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(i => new Row
        {
            Class = "abc"[i % 3].ToString(),
            // The third feature tells nothing.
            Features = [(i % 3 == 0 ? 1 : 0) + Noise(), (i % 3 == 1 ? 1 : 0) + Noise(), Noise()],
            Weight = i % 4 + 1,
        })];

        float Noise() => (float)(random.NextDouble() + random.NextDouble() - 1);
    }

    public static IEstimator<ITransformer> Labelled(MLContext ml, IEstimator<ITransformer> trainer) => ml.Transforms.Conversion.MapValueToKey("Label", "Class").Append(trainer);

    public static float[][] Scores(ITransformer model, IDataView rows) => [.. model.Transform(rows).GetColumn<float[]>("Score")];

    /// <summary>The derivatives of the sum of the rows' log-losses by the biases (first) and by the weights of each class.</summary>
    public static double[][] Slopes(Row[] rows, float[][] weights, float[] biases, bool weighted = false)
    {
        var slopes = weights.Select(_ => new double[4]).ToArray();
        foreach (var row in rows)
        {
            var scores = weights.Select((w, c) => Math.Exp(biases[c] + w.Zip(row.Features, (a, b) => (double)a * b).Sum())).ToArray();
            for (var c = 0; c < 3; c++)
            {
                var slope = (weighted ? row.Weight : 1) * (scores[c] / scores.Sum() - (row.Class == "abc"[c].ToString() ? 1 : 0));
                slopes[c][0] += slope;
                for (var i = 0; i < 3; i++)
                    slopes[c][1 + i] += slope * row.Features[i];
            }
        }
        return slopes;
    }

    public static (float[][] Weights, float[] Biases) Parameters(Microsoft.ML.Trainers.MaximumEntropyModelParameters model)
    {
        VBuffer<float>[]? weights = null;
        model.GetWeights(ref weights, out var classes);
        Assert.Equal(3, classes);
        return ([.. weights!.Select(w => w.DenseValues().ToArray())], [.. model.GetBiases()]);
    }
}
