using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps columns in the order given, or drops some.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly ColumnSelection _selection;

    internal ColumnSelectingEstimator(IHostEnvironment environment, ColumnSelection selection)
        : base(environment.Register(nameof(ColumnSelectingEstimator)), new ColumnSelectingTransformer(environment, selection)) => _selection = selection;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        _selection.CheckExist(name => inputSchema.TryFindColumn(name, out _), Host);
        // The order of names shows in the schema only: shapes are found by name.
        return new SchemaShape(inputSchema.Where(column => _selection.Names.Contains(column.Name) != _selection.Drops));
    }
}
