using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

public sealed class LabelNamesTests
{
    private readonly MLContext _context = new();

    private sealed class Row<T>
    {
        public T Label { get; set; } = default!;
    }

    [Fact]
    public void Text_keeps_its_order_and_value() => Check(["dog", "cat", "eagle owl"], ["dog", "cat", "eagle owl"]);

    [Fact]
    public void Whole_numbers_stay_numbers() => Check([7, -3, 12], ["7", "-3", "12"]);

    [Fact]
    public void Fractions_come_back_bit_for_bit() => Check([0.1f, 1e-20f, 3f], ["0.1", "1E-20", "3"]);

    [Fact]
    public void Doubles_come_back_bit_for_bit() => Check([Math.PI, 1 / 3d], ["3.141592653589793", "0.3333333333333333"]);

    [Fact]
    public void Truth_values_are_classes_too() => Check([true, false], ["True", "False"]);

    [Fact]
    public void Times_keep_their_ticks() => Check([new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified).AddTicks(7)], ["2024-02-29T01:02:03.0000007"]);

    [Fact]
    public void Keys_without_values_are_numbered()
    {
        var names = LabelNames.FromJson(new NumberedLabels(3).ToJson());
        Assert.False(names.HasValues);
        Assert.Equal(["1", "2", "3"], names.Texts);
    }

    private sealed class Hashed
    {
        [KeyType(1UL << 31)] public uint Label { get; set; }

        [KeyType(ulong.MaxValue)] public ulong Uncounted { get; set; }

        [KeyType(1_000_001)] public uint Many { get; set; }

        [KeyType(3)] public uint Few { get; set; }
    }

    [Fact]
    public void Keys_that_are_too_many_for_classes_are_refused_by_their_columns_name()
    {
        var schema = _context.Data.LoadFromEnumerable(new[] { new Hashed() }).Schema;
        foreach (var name in new[] { "Label", "Uncounted", "Many" })
        {
            var message = Assert.Throws<ArgumentException>(() => LabelNames.Of(schema[name])).Message;
            Assert.Contains($"'{name}'", message);
            Assert.Contains($"MapValueToKey(\"{name}\")", message);
        }
        Assert.Equal(3, LabelNames.Of(schema["Few"]).Count);
    }

    [Fact]
    public void An_unknown_type_of_names_is_an_error() =>
        Assert.Contains("'Colour'", Assert.Throws<FormatException>(() => LabelNames.FromJson(new JsonObject { ["type"] = "Colour", ["values"] = new JsonArray() })).Message);

    private void Check<T>(T[] values, string[] texts)
    {
        var view = _context.Data.LoadFromEnumerable(values.Select(v => new Row<T> { Label = v }));
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
        var names = LabelNames.FromJson((JsonObject)JsonNode.Parse(LabelNames.Of(keyed.Schema["Label"]).ToJson().ToJsonString())!);
        Assert.Equal(texts, names.Texts);
        var builder = new DataViewSchema.Annotations.Builder();
        names.AddValuesTo(builder, "KeyValues");
        names.AddTextsTo(builder, "SlotNames");
        var annotations = builder.ToAnnotations();
        if (typeof(T) == typeof(string))
        {
            VBuffer<ReadOnlyMemory<char>> text = default;
            annotations.GetValue("KeyValues", ref text);
            Assert.Equal((IEnumerable<string>)(object)values, text.DenseValues().Select(t => t.ToString()));
            return;
        }
        VBuffer<T> found = default;
        annotations.GetValue("KeyValues", ref found);
        Assert.Equal(values, found.DenseValues());
    }
}
