using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>A column that holds a text a row.</summary>
internal static class TextsColumn
{
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.Require(name, Sought(name));
        return column.Type is TextDataViewType ? column : throw WrongType(name, column.Type);
    }

    /// <summary>The same check on a shape, where a pipeline is looked at before there is data.</summary>
    public static void Check(SchemaShape shape, string name)
    {
        var column = shape.Require(name, Sought(name));
        if (column is not { Kind: SchemaShape.Column.VectorKind.Scalar, ItemType: TextDataViewType })
            throw WrongType(name, column.ItemType);
    }

    private static string Sought(string name) => $"column '{name}' with texts";

    private static ArgumentException WrongType(string name, DataViewType type) => new($"Column '{name}' is {type}; texts are taken from a column of text.");
}
