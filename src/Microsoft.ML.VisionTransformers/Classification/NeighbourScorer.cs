using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>The votes of each row's nearest neighbours; NaN for a vector that is NaN, infinite or all 0.</summary>
/// <param name="bank">Owned from here on.</param>
/// <param name="neighbours">That vote.</param>
/// <param name="temperature">Null when all votes count the same.</param>
internal sealed class NeighbourScorer(NeighbourBank bank, int neighbours, double? temperature) : IRowScorer, IDisposable
{
    public NeighbourBank Bank => bank;

    public int Neighbours => neighbours;

    public double? Temperature => temperature;

    public int ValuesPerRow => bank.Classes;

    public int ValuesPerInput => bank.Width;

    // A batch is one product of two matrices; more queries than this make it no faster.
    public int BatchSize => 128;

    public bool SkipBadImages => false;

    public void Score(float[] inputs, int rows, float[] values)
    {
        var (width, classes) = (bank.Width, bank.Classes);
        int[] good = [.. Enumerable.Range(0, rows).Where(row => CanBeCompared(inputs.AsSpan(row * width, width)))];
        var queries = new float[good.Length * width];
        foreach (var (i, row) in good.Index())
            inputs.AsSpan(row * width, width).CopyTo(queries.AsSpan(i * width));
        var votes = new float[good.Length * classes];
        bank.Vote(queries, neighbours, temperature, votes, Environment.ProcessorCount);
        values.AsSpan(0, rows * classes).Fill(float.NaN);
        foreach (var (i, row) in good.Index())
            votes.AsSpan(i * classes, classes).CopyTo(values.AsSpan(row * classes));
    }

    public void Dispose() => bank.Dispose();

    /// <summary>Whether a vector has a direction.</summary>
    public static bool CanBeCompared(ReadOnlySpan<float> vector)
    {
        var any = false;
        foreach (var number in vector)
        {
            if (!float.IsFinite(number))
                return false;
            any |= number != 0;
        }
        return any;
    }
}
