using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Collects the replacement of each slot of a column, or one for all its slots.</summary>
internal sealed class ReplacementStatistics(MissingValueReplacingEstimator.ReplacementMode mode, int slots)
{
    private readonly double[] _values = new double[slots];
    private readonly long[] _counts = new long[slots];

    // For the mode: how often each value was seen, in the order of first occurrence.
    private readonly Dictionary<double, long>[] _frequencies = [.. Enumerable.Range(0, slots).Select(_ => new Dictionary<double, long>())];

    public Action Reader(DataViewRow row, DataViewSchema.Column column) => column.Type.GetItemType() == NumberDataViewType.Single
        ? Reader<float>(row, column, value => value)
        : Reader<double>(row, column, value => value);

    private Action Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> widen)
    {
        if (column.Type is not VectorDataViewType)
        {
            var getter = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                getter(ref value);
                Add(0, widen(value));
            };
        }
        var vectorGetter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return () =>
        {
            vectorGetter(ref vector);
            foreach (var (slot, value) in vector.Items(all: true))
                Add(slots == 1 ? 0 : slot, widen(value));
        };
    }

    private void Add(int slot, double value)
    {
        if (double.IsNaN(value))
            return;
        ref var kept = ref _values[slot];
        var first = _counts[slot]++ == 0;
        switch (mode)
        {
            case MissingValueReplacingEstimator.ReplacementMode.Mean:
                kept += (value - kept) / _counts[slot];
                break;
            case MissingValueReplacingEstimator.ReplacementMode.Minimum:
                kept = first ? value : Math.Min(kept, value);
                break;
            case MissingValueReplacingEstimator.ReplacementMode.Maximum:
                kept = first ? value : Math.Max(kept, value);
                break;
            case MissingValueReplacingEstimator.ReplacementMode.Mode:
                _frequencies[slot][value] = _frequencies[slot].GetValueOrDefault(value) + 1;
                break;
        }
    }

    public double[] Values() => mode != MissingValueReplacingEstimator.ReplacementMode.Mode ? _values
        : Array.ConvertAll(_frequencies, frequency => frequency.Count == 0 ? 0 : frequency.MaxBy(pair => pair.Value).Key);
}
