using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Classes whose keys stand for values of type <typeparamref name="T"/>.</summary>
internal sealed class LabelValues<T> : LabelNames where T : notnull
{
    private readonly LabelValueType<T> _type;
    private readonly T[] _values;

    public LabelValues(LabelValueType<T> type, T[] values) : base(values.Length)
    {
        _type = type;
        _values = values;
        Texts = values.Select(type.Format).ToArray();
    }

    public override IReadOnlyList<string> Texts { get; }

    public override void AddValuesTo(DataViewSchema.Annotations.Builder builder, string kind) =>
        builder.Add(kind, VectorType, (ref VBuffer<T> value) => value = new VBuffer<T>(Count, _values.ToArray()));

    public override void AddValuesTo(SchemaDefinition.Column column, string kind) =>
        column.AddAnnotation(kind, new VBuffer<T>(Count, _values.ToArray()), VectorType);

    public override JsonObject ToJson() => new() { ["type"] = _type.Name, ["values"] = new JsonArray(Texts.Select(t => (JsonNode)t).ToArray()) };

    public override Func<int> IndexReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (!column.Type.Equals(_type.Type))
            throw new ArgumentException($"Column '{column.Name}' is {column.Type}, the labels of the training data are {_type.Type}.");
        // Compared as text, since ReadOnlyMemory compares references.
        var indexes = Texts.Select((text, index) => (text, index)).DistinctBy(t => t.text).ToDictionary(t => t.text, t => t.index);
        var get = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return indexes.GetValueOrDefault(_type.Format(value), -1);
        };
    }

    private VectorDataViewType VectorType => new(_type.Type, Count);
}
