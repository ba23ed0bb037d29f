using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Says of each value whether it is missing.</summary>
public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal MissingValueIndicatorEstimator(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(MissingValueIndicatorEstimator)), new MissingValueIndicatorTransformer(environment, columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (!source.IsKey && !MissingValues.Exist(source.ItemType))
                throw Host.ExceptParam(nameof(inputSchema), MissingValueIndicatorTransformer.Unsupported(source.ItemType));
            SchemaShape.Column[] annotations = source.HasSlotNames() ? [ShapeOutput.Slots, ShapeOutput.Normalized] : [ShapeOutput.Normalized];
            shape.Set(new SchemaShape.Column(output, source.Kind, BooleanDataViewType.Instance, false, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
