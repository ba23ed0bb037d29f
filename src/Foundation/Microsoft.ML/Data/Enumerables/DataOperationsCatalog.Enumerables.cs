using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null) where TRow : class
    {
        _environment.CheckValue(data, nameof(data));
        return new EnumerableView<TRow>(_environment, data, InternalSchemaDefinition.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));
    }

    /// <summary>The schema adds annotations to the columns of the class; columns it leaves out stay.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema) where TRow : class
    {
        _environment.CheckValue(data, nameof(data));
        _environment.CheckValue(schema, nameof(schema));
        return new EnumerableView<TRow>(_environment, data, InternalSchemaDefinition.Create(typeof(TRow), DefinitionWith(typeof(TRow), schema)));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null) where TRow : class, new()
    {
        _environment.CheckValue(data, nameof(data));
        var cursorable = new TypedCursorable<TRow>(_environment, data.Schema, ignoreMissingColumns, schemaDefinition);
        return Enumerate(data, cursorable, reuseRowObject);
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, TypedCursorable<TRow> cursorable, bool reuseRowObject) where TRow : class, new()
    {
        var row = reuseRowObject ? new TRow() : null;
        using var cursor = data.GetRowCursor(cursorable.Columns);
        var fill = cursorable.Filler(cursor);
        while (cursor.MoveNext())
        {
            if (!reuseRowObject)
                row = new TRow();
            fill(row);
            yield return row;
        }
    }

    /// <summary>The definition of a class with the annotations of a schema.</summary>
    internal SchemaDefinition DefinitionWith(Type rowType, DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Read);
        foreach (var column in schema)
        {
            var target = definition[column.Name] ?? throw _environment.Except($"Type should contain a member named {column.Name}");
            foreach (var annotation in column.Annotations.Schema)
                target.AnnotationInfos.Add(annotation.Name, AnnotationInfo.Of(column.Annotations, annotation));
        }
        return definition;
    }
}
