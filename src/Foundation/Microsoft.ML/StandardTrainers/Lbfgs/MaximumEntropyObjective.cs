using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// The mean log-loss of softmax regression with L2 regularisation, and its gradient. Parameters: the biases of the classes, then class by class the
/// weights of the features.
/// </summary>
internal sealed class MaximumEntropyObjective(TrainingRows rows, float l2)
{
    // So many products are added in single precision before they go into sums of double precision.
    private const int RowsOfSingles = 256;

    private readonly int _classes = rows.Classes;
    private readonly int _dimension = rows.Dimension;

    public int Size => _classes * (1 + _dimension);

    public double Evaluate(double[] parameters, double[] gradient)
    {
        var weights = Array.ConvertAll(parameters, value => (float)value);
        Array.Clear(gradient);
        double loss = 0;
        rows.InBlocks((from, to) => EvaluateBlock(weights, from, to), part =>
        {
            loss += part.Loss;
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += part.Gradient[i];
        });
        for (var i = _classes; i < gradient.Length; i++)
        {
            loss += 0.5 * l2 * parameters[i] * parameters[i];
            gradient[i] += l2 * parameters[i];
        }
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] /= rows.TotalWeight;
        return loss / rows.TotalWeight;
    }

    private (double Loss, double[] Gradient) EvaluateBlock(float[] weights, int from, int to)
    {
        var gradient = new double[Size];
        var part = new float[Size];
        var scores = new float[_classes];
        double loss = 0;
        for (var first = from; first < to; first += RowsOfSingles)
        {
            Array.Clear(part);
            for (var row = first; row < Math.Min(to, first + RowsOfSingles); row++)
                loss += AddRow(weights, row, scores, part);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += part[i];
        }
        return (loss, gradient);
    }

    private double AddRow(float[] weights, int row, float[] scores, float[] gradient)
    {
        ref readonly var features = ref rows.Features[row];
        var (label, counts) = (rows.Labels[row], rows.WeightOf(row));
        for (var i = 0; i < _classes; i++)
            scores[i] = weights[i] + VectorArithmetic.Dot(features, weights.AsSpan(WeightsOf(i), _dimension));
        var ofLabel = scores[label];
        var loss = VectorArithmetic.Softmax(scores) - ofLabel;
        for (var i = 0; i < _classes; i++)
        {
            // The derivative by a score: its probability, less 1 for the true class.
            var slope = counts * (scores[i] - (i == label ? 1 : 0));
            gradient[i] += slope;
            VectorArithmetic.AddScaled(features, slope, gradient.AsSpan(WeightsOf(i), _dimension));
        }
        return counts * loss;
    }

    private int WeightsOf(int label) => _classes + label * _dimension;

    public MaximumEntropyModelParameters ToModelParameters(IHostEnvironment env, double[] parameters)
    {
        var values = Array.ConvertAll(parameters, value => (float)value);
        return new(env, [.. Enumerable.Range(0, _classes).Select(i => values.AsSpan(WeightsOf(i), _dimension).ToArray())], values[.._classes]);
    }
}
