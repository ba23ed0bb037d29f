using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The least and largest value of each slot of a column.</summary>
internal sealed class SlotRanges
{
    public SlotRanges(int slots)
    {
        Least = new double[slots];
        Most = new double[slots];
        Array.Fill(Least, double.PositiveInfinity);
        Array.Fill(Most, double.NegativeInfinity);
    }

    public double[] Least { get; }
    public double[] Most { get; }

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
                Add(slot, widen(value));
        };
    }

    private void Add(int slot, double value)
    {
        if (double.IsNaN(value))
            return;
        Least[slot] = Math.Min(Least[slot], value);
        Most[slot] = Math.Max(Most[slot], value);
    }
}
