using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns of one item type to a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _name;
    private readonly string[] _source;

    internal ColumnConcatenatingEstimator(IHostEnvironment environment, string outputColumnName, params string[] inputColumnNames)
    {
        _host = environment.Register(nameof(ColumnConcatenatingEstimator));
        _host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        _host.CheckValue(inputColumnNames, nameof(inputColumnNames));
        _host.CheckParam(Array.TrueForAll(inputColumnNames, name => !string.IsNullOrEmpty(name)), nameof(inputColumnNames), "Contained some null or empty items");
        _name = outputColumnName;
        _source = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new ColumnConcatenatingTransformer(_host, _name, _source);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        _host.CheckParam(_source.Length > 0, "inputColumnNames", "Input columns not specified");
        var sources = Array.ConvertAll(_source, shape.Find);
        foreach (var source in sources)
            if (!source.ItemType.Equals(sources[0].ItemType))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, sources[0].ItemType.ToString(), source.ItemType.ToString());
        var sized = !Array.Exists(sources, source => source.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var annotations = new List<SchemaShape.Column>();
        if (sized && Array.Exists(sources, source => source.Kind == SchemaShape.Column.VectorKind.Scalar || source.HasSlotNames()))
            annotations.Add(ShapeOutput.Slots);
        if (sized && Array.Exists(sources, source => source.Annotations.TryFindColumn(AnnotationUtils.Kinds.CategoricalSlotRanges, out _)))
            annotations.Add(ShapeOutput.Categories);
        if (Array.TrueForAll(sources, source => source.IsNormalized()))
            annotations.Add(ShapeOutput.Normalized);
        shape.Set(new SchemaShape.Column(_name, sized ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector,
            sources[0].ItemType, sources[0].IsKey, new SchemaShape(annotations)));
        return shape.ToShape();
    }
}
