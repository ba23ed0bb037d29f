using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The examples of a training, in memory: trainers pass over them many times. Rows with anything missing are left out and counted.</summary>
internal sealed class TrainingRows
{
    private const int BlockCount = 16;

    /// <param name="features">At least one, of the same length.</param>
    /// <param name="weights">Null where all rows count 1.</param>
    public TrainingRows(VBuffer<float>[] features, float[] weights) : this(features, null, weights, features[0].Length, 0)
    {
    }

    private TrainingRows(VBuffer<float>[] features, int[] labels, float[] weights, int dimension, int classes)
    {
        Features = features;
        Labels = labels;
        Weights = weights;
        Dimension = dimension;
        Classes = classes;
        TotalWeight = weights == null ? features.Length : weights.Sum(weight => (double)weight);
    }

    public int Count => Features.Length;

    public int Dimension { get; }

    /// <summary>The number of values of the label's key, 0 without labels.</summary>
    public int Classes { get; }

    public VBuffer<float>[] Features { get; }

    /// <summary>Classes from 0; null without labels.</summary>
    public int[] Labels { get; }

    /// <summary>Null where all rows count 1.</summary>
    public float[] Weights { get; }

    public double TotalWeight { get; }

    public float WeightOf(int row) => Weights == null ? 1 : Weights[row];

    /// <param name="host">Told how many rows were left out.</param>
    /// <param name="data">Columns of the right types.</param>
    /// <param name="features">A vector of Single.</param>
    /// <param name="label">A key of UInt32, or null.</param>
    /// <param name="weight">A column of Single, or null.</param>
    public static TrainingRows Read(IHost host, IDataView data, string features, string label, string weight)
    {
        var schema = data.Schema;
        var columns = new[] { features, label, weight }.Where(name => name != null).Select(name => schema[name]).ToArray();
        var (vectors, labels, weights) = (new List<VBuffer<float>>(), new List<int>(), new List<float>());
        var skipped = 0;
        using (var cursor = data.GetRowCursor(columns))
        {
            var getFeatures = cursor.GetGetter<VBuffer<float>>(schema[features]);
            var getLabel = label == null ? null : cursor.GetGetter<uint>(schema[label]);
            var getWeight = weight == null ? null : cursor.GetGetter<float>(schema[weight]);
            VBuffer<float> vector = default;
            uint key = 1;
            var counts = 1f;
            while (cursor.MoveNext())
            {
                host.CheckAlive();
                getFeatures(ref vector);
                getLabel?.Invoke(ref key);
                getWeight?.Invoke(ref counts);
                if (key == 0 || !float.IsFinite(counts) || !AllFinite(vector.GetValues()))
                {
                    skipped++;
                    continue;
                }
                VBuffer<float> own = default;
                vector.CopyTo(ref own);
                vectors.Add(own);
                labels.Add((int)key - 1);
                weights.Add(counts);
            }
        }
        if (skipped > 0)
        {
            using var channel = host.Start("Training");
            channel.Warning("Skipped {0} instances with missing features/label/weight during training", skipped);
        }
        return new TrainingRows([.. vectors], label == null ? null : [.. labels], weight == null ? null : [.. weights],
            schema[features].Type.GetVectorSize(), label == null ? 0 : schema[label].Type.GetKeyCountAsInt32());
    }

    /// <summary>
    /// Runs over the rows in parallel: block by block, and what the blocks found is merged in their order. The blocks depend on the number of rows only,
    /// so sums are the same to the bit on any number of processors.
    /// </summary>
    public void InBlocks<TPart>(Func<int, int, TPart> block, Action<TPart> merge)
    {
        var size = Math.Max(1, (Count + BlockCount - 1) / BlockCount);
        var parts = new TPart[(Count + size - 1) / size];
        Parallel.For(0, parts.Length, i => parts[i] = block(i * size, Math.Min(Count, (i + 1) * size)));
        foreach (var part in parts)
            merge(part);
    }

    private static bool AllFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }
}
