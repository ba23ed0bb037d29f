namespace Microsoft.ML.Data;

/// <summary>An annotation that a user gave to a column of a schema definition.</summary>
internal abstract class AnnotationInfo(string kind, DataViewType annotationType)
{
    public string Kind => kind;
    public DataViewType AnnotationType => annotationType;

    /// <summary>A getter of the type's raw type.</summary>
    public abstract Delegate GetGetter();

    /// <summary>Takes over an annotation as it is.</summary>
    public static AnnotationInfo Of(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        new Existing(column.Name, column.Type, annotations.GetterAt(column.Index));

    private sealed class Existing(string kind, DataViewType type, Delegate getter) : AnnotationInfo(kind, type)
    {
        public override Delegate GetGetter() => getter;
    }
}
