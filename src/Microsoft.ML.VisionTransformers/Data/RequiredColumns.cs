using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Columns that have to be there, in data or in a shape, where a pipeline is looked at before there is data.</summary>
internal static class RequiredColumns
{
    /// <param name="schema">Where it is looked for.</param>
    /// <param name="name">Of the column.</param>
    /// <param name="sought">What the message calls it, such as <c>column 'Text' with texts</c>. Null: the column of that name.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those that are there.</exception>
    public static DataViewSchema.Column Require(this DataViewSchema schema, string name, string? sought = null)
        => schema.GetColumnOrNull(name) ?? throw Missing(sought ?? $"column '{name}'", schema.Select(c => c.Name));

    /// <inheritdoc cref="Require(DataViewSchema, string, string?)"/>
    public static SchemaShape.Column Require(this SchemaShape schema, string name, string sought)
        => schema.Cast<SchemaShape.Column?>().LastOrDefault(c => c?.Name == name) ?? throw Missing(sought, schema.Select(c => c.Name));

    private static ArgumentException Missing(string sought, IEnumerable<string> names) => new($"There is no {sought}. Columns: {string.Join(", ", names)}.");
}
