using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns of a schema that a cursor was asked for, by index.</summary>
internal sealed class ActiveColumns
{
    private readonly bool[] _active;

    private ActiveColumns(bool[] active) => _active = active;

    public static ActiveColumns Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        Contracts.CheckValue(columns, "columnsNeeded");
        var active = new bool[schema.Count];
        foreach (var column in columns)
        {
            Contracts.Check(column.Index < active.Length, $"The requested column: {column} is not part of the sourceSchema");
            active[column.Index] = true;
        }
        return new ActiveColumns(active);
    }

    public static ActiveColumns Of(DataViewSchema schema, Func<int, bool> predicate)
    {
        var active = new bool[schema.Count];
        for (var i = 0; i < active.Length; i++)
            active[i] = predicate(i);
        return new ActiveColumns(active);
    }

    public bool Contains(int index) => index >= 0 && index < _active.Length && _active[index];

    public bool Contains(DataViewSchema.Column column) => Contains(column.Index);

    /// <summary>The checks of every cursor's GetGetter.</summary>
    public void CheckActive(DataViewSchema.Column column) =>
        Contracts.CheckParam(Contains(column.Index), nameof(column), "requested column not active");

    /// <summary>The getter as the type asked for, or the exception that says which type it is of.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter) => getter as ValueGetter<TValue> ?? throw Contracts.Except(
        $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'.");

    /// <summary>The same, of a row over an object, which names the column.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue> ?? throw Contracts.Except(
        $"Invalid TValue in GetGetter for column #{column}: '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
}
