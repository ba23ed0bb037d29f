using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into vectors that are 1 at the key's slot.</summary>
public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly bool _count;

    internal KeyToVectorMappingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, bool outputCountVector)
        : base(environment.Register(nameof(KeyToVectorMappingEstimator)), new KeyToVectorMappingTransformer(environment, columns, outputCountVector))
    {
        _columns = columns;
        _count = outputCountVector;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (!source.IsKey)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "key type", source.GetTypeString());
            var variable = source.Kind == SchemaShape.Column.VectorKind.VariableVector;
            var annotations = new List<SchemaShape.Column>();
            if (!variable && source.HasKeyValues())
                annotations.Add(ShapeOutput.Slots);
            if (!variable && !_count)
                annotations.Add(ShapeOutput.Categories);
            if (!_count || source.Kind == SchemaShape.Column.VectorKind.Scalar)
                annotations.Add(ShapeOutput.Normalized);
            shape.Set(new SchemaShape.Column(output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
