using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Binds the columns of a schema to the members of a class.</summary>
internal sealed class TypedCursorable<TRow> where TRow : class
{
    private readonly List<(InternalSchemaDefinition.Column Member, DataViewSchema.Column Source)> _bound = [];

    public TypedCursorable(IHostEnvironment environment, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition schemaDefinition)
    {
        var host = environment.Register("TypedCursorable");
        foreach (var column in InternalSchemaDefinition.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Write).Columns)
        {
            if (schema.GetColumnOrNull(column.ColumnName) is not { } source)
            {
                if (ignoreMissingColumns)
                    continue;
                throw host.ExceptSchemaMismatch("Schema", "", column.ColumnName);
            }
            if (!Fits(source.Type, column))
                throw host.Except($"Can't bind the IDataView column '{column.ColumnName}' of type '{source.Type}' " +
                    $"to field or property '{column.MemberInfo.Name}' of type '{column.MemberType.FullName}'.");
            _bound.Add((column, source));
        }
    }

    /// <summary>The columns that have a member.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _bound.Select(b => b.Source);

    private static bool Fits(DataViewType type, InternalSchemaDefinition.Column column)
    {
        var attributes = DataViewTypeManager.TypeAttributes(column.MemberInfo);
        MemberAccess.GetVectorAndItemType(column.MemberType, column.MemberInfo.Name, attributes, out var isVector, out var raw);
        return isVector == type is VectorDataViewType && type.GetItemType().RawType == raw;
    }

    /// <summary>Fills objects with the values of this row, wherever it is at the time.</summary>
    public Action<TRow> Filler(DataViewRow row)
    {
        var setters = _bound.Select(b => ObjectSetters.Create<TRow>(b.Member, row, row.Schema[b.Source.Index])).ToArray();
        return target =>
        {
            foreach (var set in setters)
                set(target);
        };
    }
}
