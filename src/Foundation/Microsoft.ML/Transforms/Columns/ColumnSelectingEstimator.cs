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
        foreach (var name in _selection.Names)
            if (!inputSchema.TryFindColumn(name, out _))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        return new SchemaShape(_selection.Drops
            ? inputSchema.Where(column => !_selection.Names.Contains(column.Name))
            : _selection.Names.Select(name => inputSchema.First(column => column.Name == name)));
    }
}
