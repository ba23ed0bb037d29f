using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Microsoft.ML.Transforms;

/// <summary>The shape that comes out of a custom mapping, after a check that the one going in has what the source class reads.</summary>
internal static class CustomMappingShape
{
    public static SchemaShape Of<TSrc>(SchemaShape inputSchema, SchemaDefinition inputDefinition, InternalSchemaDefinition added)
    {
        var columns = inputSchema.ToDictionary(c => c.Name);
        var members = InternalSchemaDefinition.Create(typeof(TSrc), inputDefinition, SchemaDefinition.Direction.Both);
        foreach (var (wanted, member) in SchemaShape.Create(members.ToSchema()).Zip(members.Columns))
        {
            if (!columns.TryGetValue(member.ColumnName, out var column))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", member.ColumnName);
            var kindFits = wanted.Kind == column.Kind || wanted.Kind == VectorKind.VariableVector && column.Kind == VectorKind.Vector;
            if (!kindFits || !wanted.ItemType.Equals(column.ItemType) || wanted.IsKey != column.IsKey)
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "input", member.ColumnName, member.ColumnType.ToString(), column.GetTypeString());
        }
        foreach (var column in SchemaShape.Create(added.ToSchema()))
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }
}
