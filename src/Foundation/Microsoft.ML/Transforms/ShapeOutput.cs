using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The shape that an estimator promises: the input's with some columns added or replaced.</summary>
internal sealed class ShapeOutput
{
    private readonly IHost _host;
    private readonly SchemaShape _input;
    private readonly List<SchemaShape.Column> _columns;

    public ShapeOutput(IHost host, SchemaShape inputSchema)
    {
        host.CheckValue(inputSchema, nameof(inputSchema));
        _host = host;
        _input = inputSchema;
        _columns = [.. inputSchema];
    }

    public SchemaShape.Column Find(string name) =>
        _input.TryFindColumn(name, out var column) ? column : throw _host.ExceptSchemaMismatch("inputSchema", "input", name);

    public void Set(SchemaShape.Column column)
    {
        var index = _columns.FindIndex(c => c.Name == column.Name);
        if (index < 0)
            _columns.Add(column);
        else
            _columns[index] = column;
    }

    public SchemaShape ToShape() => new(_columns);

    public static SchemaShape.Column Slots { get; } = new(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);

    public static SchemaShape.Column Normalized { get; } = new(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);

    public static SchemaShape.Column Categories { get; } = new(AnnotationUtils.Kinds.CategoricalSlotRanges, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Int32, false);
}
