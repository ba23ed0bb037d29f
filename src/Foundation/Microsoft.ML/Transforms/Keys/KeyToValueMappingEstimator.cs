using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys back into the values that they stand for.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal KeyToValueMappingEstimator(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(KeyToValueMappingEstimator)), new KeyToValueMappingTransformer(environment, columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (!source.IsKey)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "KeyType", source.GetTypeString());
            if (!source.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values))
                throw Host.ExceptParam(nameof(inputSchema), $"Input column '{input}' doesn't contain key values metadata");
            shape.Set(new SchemaShape.Column(output, source.Kind, values.ItemType, values.IsKey, source.HasSlotNames() ? new SchemaShape([ShapeOutput.Slots]) : null));
        }
        return shape.ToShape();
    }
}
