using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Classes of a key column whose keys stand for nothing but their number.</summary>
internal sealed class NumberedLabels(int count) : LabelNames(count)
{
    public override bool HasValues => false;

    public override IReadOnlyList<string> Texts { get; } =
        Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();

    public override void AddValuesTo(DataViewSchema.Annotations.Builder builder, string kind)
    {
    }

    public override void AddValuesTo(SchemaDefinition.Column column, string kind)
    {
    }

    public override JsonObject ToJson() => new() { ["count"] = Count };

    public override Func<int> IndexReader(DataViewRow row, DataViewSchema.Column column) => throw new ArgumentException(
        $"The labels of the training data have no values that column '{column.Name}' ({column.Type}) could be looked up among. " +
        "Map both with the same MapValueToKey.");
}
