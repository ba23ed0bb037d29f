using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A schema without sizes: what estimators demand and promise before training. Hidden columns are left out.</summary>
public sealed partial class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape _empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        Contracts.CheckValue(columns, nameof(columns));
        _columns = columns.ToArray();
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
    {
        Contracts.CheckValue(schema, nameof(schema));
        return new SchemaShape(schema.Where(c => !c.IsHidden).Select(c => ShapeOf(c.Name, c.Type, AnnotationShapes(c.Annotations.Schema))));
    }

    private static SchemaShape AnnotationShapes(DataViewSchema annotations) =>
        annotations.Count == 0 ? null : new SchemaShape(annotations.Select(a => ShapeOf(a.Name, a.Type, null)));

    private static Column ShapeOf(string name, DataViewType type, SchemaShape annotations)
    {
        var vector = type as VectorDataViewType;
        var kind = vector == null ? Column.VectorKind.Scalar : vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector;
        var item = vector?.ItemType ?? type;
        return item is KeyDataViewType key
            ? new Column(name, kind, TypesOfRaw.Primitive(key.RawType), true, annotations)
            : new Column(name, kind, item, false, annotations);
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        Contracts.CheckValue(name, nameof(name));
        column = Array.Find(_columns, c => c.Name == name);
        return column.IsValid;
    }
}
