using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// The classes of a label column: as many as its key type counts, and the values that the keys stand for, where the column has them
/// (annotation <c>KeyValues</c>). Values keep their type, so that <c>MapKeyToValue</c> gives back what <c>MapValueToKey</c> was given.
/// </summary>
internal abstract class LabelNames
{
    // More than any set of images has; keys that were hashed count two billion.
    private const int MostNumbered = 1_000_000;

    protected LabelNames(int count) => Count = count;

    public int Count { get; }

    /// <summary>Whether the keys stand for values; a key column made by a text loader or a conversion has none.</summary>
    public virtual bool HasValues => true;

    /// <summary>A name a class, in key order: the value as text, or the key's number, from 1.</summary>
    public abstract IReadOnlyList<string> Texts { get; }

    /// <summary>Adds the values in their own type (<c>KeyValues</c>, <c>TrainingLabelValues</c>).</summary>
    public abstract void AddValuesTo(DataViewSchema.Annotations.Builder builder, string kind);

    /// <inheritdoc cref="AddValuesTo(DataViewSchema.Annotations.Builder, string)"/>
    public abstract void AddValuesTo(SchemaDefinition.Column column, string kind);

    public abstract JsonObject ToJson();

    /// <summary>A function that gives the class, from 0, of a value of a row; -1 for a value that is none of the classes'.</summary>
    public abstract Func<int> IndexReader(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Adds the names as text (<c>SlotNames</c>).</summary>
    public void AddTextsTo(DataViewSchema.Annotations.Builder builder, string kind) =>
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, Count), (ref VBuffer<ReadOnlyMemory<char>> value) => value = TextBuffer());

    /// <inheritdoc cref="AddTextsTo(DataViewSchema.Annotations.Builder, string)"/>
    public void AddTextsTo(SchemaDefinition.Column column, string kind) =>
        column.AddAnnotation(kind, TextBuffer(), new VectorDataViewType(TextDataViewType.Instance, Count));

    /// <summary>Classes of a key column.</summary>
    /// <exception cref="ArgumentException">The keys have no values, and their type counts more of them than there can be classes.</exception>
    public static LabelNames Of(DataViewSchema.Column label)
    {
        var count = ((KeyDataViewType)label.Type).Count;
        var values = label.Annotations.Schema.GetColumnOrNull(ScoreAnnotations.KeyValues);
        if (values?.Type is VectorDataViewType { ItemType: var item } vector && (ulong)vector.Size == count && LabelValueType.Find(item) is { } type)
            return type.Read(label, vector.Size);
        return count <= MostNumbered ? new NumberedLabels((int)count) : throw new ArgumentException(
            $"The keys of column '{label.Name}' have no values, and their type counts {count:N0} of them, each of which would be a class. " +
            $"Use mlContext.Transforms.Conversion.MapValueToKey(\"{label.Name}\") on the values, or give the key type its count.");
    }

    /// <summary>Made-up classes with values of a type, for a shape; null for a type that values of labels can't have.</summary>
    public static LabelNames? Placeholder(DataViewType valueType, int count) =>
        LabelValueType.Find(valueType)?.Parse(Enumerable.Repeat<string?>(null, count).ToArray());

    /// <summary>Classes that are called by text.</summary>
    public static LabelNames OfTexts(IEnumerable<string> names) => LabelValueType.Find(TextDataViewType.Instance)!.Parse([.. names]);

    public static LabelNames FromJson(JsonObject json)
    {
        if (json["values"] is not JsonArray values)
            return new NumberedLabels((int?)json["count"] ?? throw new FormatException("The model's classes have neither values nor a count."));
        var name = (string?)json["type"];
        var type = LabelValueType.Find(name) ?? throw new FormatException($"The model's class names are of type '{name}', which this version doesn't know.");
        return type.Parse(values.Select(v => (string?)v).ToArray());
    }

    private VBuffer<ReadOnlyMemory<char>> TextBuffer() => new(Count, Texts.Select(t => t.AsMemory()).ToArray());
}
