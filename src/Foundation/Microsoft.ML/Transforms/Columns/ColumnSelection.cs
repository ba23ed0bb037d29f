using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Columns to keep, or to drop, and whether columns that others hide stay.</summary>
internal sealed record ColumnSelection(string[] Names, bool Drops, bool KeepHidden)
{
    public static ColumnSelection Keep(string[] names, bool keepHidden = false) => new(Checked(names), false, keepHidden);

    public static ColumnSelection Drop(string[] names, bool keepHidden = false) => new(Checked(names), true, keepHidden);

    private static string[] Checked(string[] names) =>
        names is { Length: > 0 } ? [.. names] : throw Contracts.Except("Neither keepColumns and dropColumns is set. Exactly one must be specified.");

    /// <summary>All that are missing are named in one message.</summary>
    public void CheckExist(Func<string, bool> exists, IExceptionContext context)
    {
        if (!Array.TrueForAll(Names, name => exists(name)))
            throw context.ExceptSchemaMismatch("inputSchema", "input", string.Join(",", Names.Where(name => !exists(name))));
    }

    /// <summary>The selected columns' indices in the schema, in their new order.</summary>
    public int[] IndicesIn(DataViewSchema schema, IExceptionContext context)
    {
        CheckExist(name => schema.GetColumnOrNull(name) != null, context);
        var visible = schema.Where(column => KeepHidden || !column.IsHidden);
        return Drops
            ? [.. visible.Where(column => !Names.Contains(column.Name)).Select(column => column.Index)]
            : [.. Names.SelectMany(name => visible.Where(column => column.Name == name)).Select(column => column.Index)];
    }
}
