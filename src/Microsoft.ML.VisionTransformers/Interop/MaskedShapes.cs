using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>Shapes of the columns that a masked autoencoder adds, made as <see cref="ScoreShapes"/> makes those of a classifier.</summary>
internal static class MaskedShapes
{
    private const int AnyCount = 2;
    private static readonly Lazy<MLContext> s_context = new(() => new MLContext());

    /// <summary>The input's columns, but those that are hidden, then the new ones; null for those that are not wanted.</summary>
    public static SchemaShape WithColumns(SchemaShape input, string embedding, string? reconstruction, string? loss)
    {
        var definition = SchemaDefinition.Create(typeof(Made), SchemaDefinition.Direction.Write);
        definition[nameof(Made.Embedding)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, AnyCount);
        definition[nameof(Made.Reconstruction)].ColumnType = new ImageDataViewType(AnyCount, AnyCount);
        foreach (var (member, name) in new[] { (nameof(Made.Embedding), embedding), (nameof(Made.Reconstruction), reconstruction), (nameof(Made.Loss), loss) })
        {
            var column = definition[member];
            if (name is null)
                definition.Remove(column);
            else
                column.ColumnName = name;
        }
        var added = s_context.Value.Transforms.CustomMapping<Nothing, Made>((_, _) => { }, null, null, definition)
            .GetOutputSchema(new SchemaShape(Array.Empty<SchemaShape.Column>())).ToArray();
        return new SchemaShape(input.Where(column => added.All(a => a.Name != column.Name)).Concat(added));
    }

    private sealed class Nothing;

    private sealed class Made
    {
        public VBuffer<float> Embedding { get; set; }

        [ImageType(AnyCount, AnyCount)]
        public MLImage? Reconstruction { get; set; }

        public float Loss { get; set; }
    }
}
