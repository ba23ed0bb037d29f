using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Writes lines: all slots, or from the best column on only those that are not the default, as the number of remaining slots and then index:value.
/// A sparse end has to be worth it: a slot in it counts 2.5 times, and it spans 5 slots and a fifth of the others at least.
/// </summary>
internal sealed class TextLineWriter(TextWriter writer, TextColumnWriter[] columns, char separator, bool dense)
{
    private const double SparseWeight = 2.5;

    private readonly List<(int Slot, string Text)> _given = [];

    // Of each column and the line's end: the first slot, and how many slots were given before it.
    private readonly int[] _firstSlot = new int[columns.Length + 1], _givenBefore = new int[columns.Length + 1];

    public void WriteHeader() => Write((column, append) => column.WriteNames(append), "\"\"", "");

    public void WriteRow() => Write((column, append) => column.WriteValues(append), null, null);

    private void Write(Func<TextColumnWriter, Action<StringBuilder, int>, int> fill, string shownDefault, string omitted)
    {
        _given.Clear();
        for (var i = 0; i < columns.Length; i++)
        {
            var (first, skipped) = (_firstSlot[i], omitted ?? columns[i].Default);
            var slots = fill(columns[i], (text, slot) =>
            {
                if (!text.Equals(skipped))
                    _given.Add((first + slot, text.ToString()));
            });
            _firstSlot[i + 1] = first + slots;
            _givenBefore[i + 1] = _given.Count;
        }
        var split = dense ? columns.Length : SparseColumn();
        WriteDense(_firstSlot[split], shownDefault);
        if (split < columns.Length)
            WriteSparse(split, shownDefault);
        writer.WriteLine();
    }

    private int SparseColumn()
    {
        var (best, bestCost) = (0, SparseWeight * _given.Count);
        for (var i = 1; i <= columns.Length; i++)
        {
            var cost = _firstSlot[i] + SparseWeight * (_given.Count - _givenBefore[i]);
            if (cost < bestCost)
                (best, bestCost) = (i, cost);
        }
        var (denseSlots, sparseSlots) = (_firstSlot[best], _firstSlot[columns.Length] - _firstSlot[best]);
        return sparseSlots < 5 || sparseSlots < denseSlots / 5 ? columns.Length : best;
    }

    private void WriteDense(int slots, string shownDefault)
    {
        var (column, given) = (0, 0);
        for (var slot = 0; slot < slots; slot++)
        {
            if (slot > 0)
                writer.Write(separator);
            while (slot >= _firstSlot[column + 1])
                column++;
            if (given < _given.Count && _given[given].Slot == slot)
                writer.Write(_given[given++].Text);
            else
                writer.Write(shownDefault ?? columns[column].Default);
        }
    }

    private void WriteSparse(int column, string shownDefault)
    {
        var first = _firstSlot[column];
        if (column > 0)
            writer.Write(separator);
        writer.Write(_firstSlot[columns.Length] - first);
        var given = _givenBefore[column];
        // Without any index:value the number of slots would read as a value.
        if (given == _given.Count)
        {
            writer.Write(separator);
            writer.Write("0:");
            writer.Write(shownDefault ?? columns[column].Default);
        }
        for (; given < _given.Count; given++)
        {
            writer.Write(separator);
            writer.Write(_given[given].Slot - first);
            writer.Write(':');
            writer.Write(_given[given].Text);
        }
    }
}
