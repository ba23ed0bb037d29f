using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Replaces values by those of a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    private protected ValueMappingEstimator(IHost host, ValueTable table, (string outputColumnName, string inputColumnName)[] columns)
        : base(host, new ValueMappingTransformer(host, table, columns)) => _columns = columns;

    internal static ValueMappingEstimator Create(IHostEnvironment environment, ValueTable table, (string outputColumnName, string inputColumnName)[] columns) =>
        new(environment.Register(nameof(ValueMappingEstimator)), table, columns);

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            var type = Transformer.Table.ValueType;
            var kind = type is VectorDataViewType vector
                ? vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector
                : source.Kind;
            var key = type.GetItemType() as KeyDataViewType;
            var annotations = Transformer.Table.KeyValueType is { } values
                ? new SchemaShape([new SchemaShape.Column(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector, values, false)]) : null;
            shape.Set(new SchemaShape.Column(output, kind, key == null ? type.GetItemType() : TypesOfRaw.Primitive(key.RawType), key != null, annotations));
        }
        return shape.ToShape();
    }
}
