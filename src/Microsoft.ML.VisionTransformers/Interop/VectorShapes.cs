using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>Shapes of columns of vectors and numbers, made as <see cref="ScoreShapes"/> makes those of a classifier.</summary>
internal static class VectorShapes
{
    private const int AnySize = 2;
    // Its one use is to make shapes, which hold on to nothing of it.
    private static readonly Lazy<MLContext> s_context = new(() => new MLContext());

    /// <summary>The input's columns, but those that are hidden, then vectors of Single, then single numbers.</summary>
    public static SchemaShape With(SchemaShape input, IEnumerable<string> vectors, params IEnumerable<string> numbers)
    {
        SchemaShape.Column[] added =
        [
            .. vectors.Select(name => Column<VectorRow>(name, nameof(VectorRow.Value), new VectorDataViewType(NumberDataViewType.Single, AnySize))),
            .. numbers.Select(name => Column<NumberRow>(name, nameof(NumberRow.Value), NumberDataViewType.Single)),
        ];
        return new SchemaShape(input.Where(c => added.All(a => a.Name != c.Name)).Concat(added));
    }

    private static SchemaShape.Column Column<TRow>(string name, string member, DataViewType type) where TRow : class, new()
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write);
        var column = definition[member];
        column.ColumnName = name;
        column.ColumnType = type;
        return s_context.Value.Transforms.CustomMapping<Nothing, TRow>((_, _) => { }, null, null, definition)
            .GetOutputSchema(new SchemaShape(Array.Empty<SchemaShape.Column>())).Single();
    }

    private sealed class Nothing;

    private sealed class VectorRow
    {
        public VBuffer<float> Value { get; set; }
    }

    private sealed class NumberRow
    {
        public float Value { get; set; }
    }
}
