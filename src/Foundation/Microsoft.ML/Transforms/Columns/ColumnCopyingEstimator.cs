using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Gives columns a second name.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal ColumnCopyingEstimator(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : this(environment.Register(nameof(ColumnCopyingEstimator)), columns)
    {
    }

    private ColumnCopyingEstimator(IHost host, (string outputColumnName, string inputColumnName)[] columns)
        : base(host, new ColumnCopyingTransformer(host, Checked(host, columns))) => _columns = columns;

    private static (string, string)[] Checked(IHost host, (string outputColumnName, string inputColumnName)[] columns)
    {
        foreach (var (output, input) in columns)
            host.CheckParam(!string.IsNullOrEmpty(output) && !string.IsNullOrEmpty(input), nameof(columns), "columns cannot be null or empty");
        return columns;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            shape.Set(new SchemaShape.Column(output, source.Kind, source.ItemType, source.IsKey, source.Annotations));
        }
        return shape.ToShape();
    }
}
