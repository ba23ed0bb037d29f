using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Foundation.Tests.ML.Transforms;

/// <summary>Each transformer does after Model.Save and Model.Load, in a context of its own, what it did before.</summary>
public class SavedTransformerTests
{
    public sealed class Row
    {
        public float Number;
        public double Wide;
        public string Name = "";
        public bool Flag;
        [VectorType(3)] public float[] Values = [];
        public string[] Words = [];
        [KeyType(4)] public uint Key;
    }

    private static readonly Row[] _rows =
    [
        new() { Number = 1.5f, Wide = 0.25, Name = "pear", Flag = true, Values = [1, 2, 3], Words = ["b", "a"], Key = 2 },
        new() { Number = float.NaN, Wide = double.NaN, Name = "", Values = [0, float.NaN, 1], Words = [], Key = 0 },
        new() { Number = -4, Wide = 1e300, Name = "fig", Values = [0, 0, -8], Words = ["c", "a", "c"], Key = 9 },
        new() { Number = 7, Wide = -1, Name = "pear", Flag = true, Values = [5, 5, 5], Words = ["a"], Key = 3 },
    ];

    private static readonly Dictionary<string, Func<TransformsCatalog, IEstimator<ITransformer>>> _steps = new()
    {
        ["CopyColumns"] = t => t.CopyColumns("Copy", "Words"),
        ["Concatenate"] = t => t.Concatenate("All", "Number", "Values"),
        ["SelectColumns"] = t => t.SelectColumns("Words", "Number"),
        ["DropColumns"] = t => t.DropColumns("Name"),
        ["MapValueToKey"] = t => t.Conversion.MapValueToKey("Id", "Name"),
        ["MapValueToKey of numbers by value"] = t => t.Conversion.MapValueToKey("Id", "Number", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue),
        ["MapValueToKey as text"] = t => t.Conversion.MapValueToKey("Id", "Wide", addKeyValueAnnotationsAsText: true),
        ["MapValueToKey of vectors"] = t => t.Conversion.MapValueToKey("Ids", "Words"),
        ["MapValueToKey of keys"] = t => t.Conversion.MapValueToKey("Id", "Key"),
        ["MapKeyToVector"] = t => t.Conversion.MapKeyToVector("Hot", "Key"),
        ["MapKeyToBinaryVector"] = t => t.Conversion.MapKeyToBinaryVector("Bits", "Key"),
        ["ConvertType"] = t => t.Conversion.ConvertType("Text", "Values", DataKind.String),
        ["ConvertType of keys"] = t => t.Conversion.ConvertType("Short", "Key", DataKind.UInt16),
        ["Hash"] = t => t.Conversion.Hash("Hash", "Words", numberOfBits: 6),
        ["Hash with names"] = t => t.Conversion.Hash("Hash", "Name", numberOfBits: 4, maximumNumberOfInverts: 2),
        ["MapValue"] = t => t.Conversion.MapValue("Score", new Dictionary<string, float> { ["pear"] = 2, ["fig"] = 3 }, "Name"),
        ["MapValue to keys"] = t => t.Conversion.MapValue("Kind", new Dictionary<string, string> { ["pear"] = "fruit", ["fig"] = "fruit", ["a"] = "letter" }, "Name", treatValuesAsKeyType: true),
        ["MapValue to vectors"] = t => t.Conversion.MapValue("Pair", new Dictionary<string, int[]> { ["pear"] = [1, 2], ["fig"] = [3, 4] }, "Name"),
        ["OneHotEncoding"] = t => t.Categorical.OneHotEncoding("Hot", "Name"),
        ["OneHotEncoding bag"] = t => t.Categorical.OneHotEncoding("Bag", "Words", OneHotEncodingEstimator.OutputKind.Bag),
        ["OneHotEncoding binary"] = t => t.Categorical.OneHotEncoding("Bits", "Words", OneHotEncodingEstimator.OutputKind.Binary),
        ["ReplaceMissingValues"] = t => t.ReplaceMissingValues("Whole", "Values", MissingValueReplacingEstimator.ReplacementMode.Mean),
        ["IndicateMissingValues"] = t => t.IndicateMissingValues("Gone", "Values"),
        ["NormalizeMinMax"] = t => t.NormalizeMinMax("Scaled", "Values", fixZero: false),
        ["MapKeyToValue"] = t => t.Conversion.MapValueToKey("Id", "Name").Append(t.Conversion.MapKeyToValue("Back", "Id")),
    };

    public static TheoryData<string> Steps => [.. _steps.Keys];

    [Theory]
    [MemberData(nameof(Steps))]
    public void GivesTheSameRowsAndAnnotations(string step)
    {
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(_rows);
        var model = _steps[step](ml.Transforms).Fit(view);
        using var file = new MemoryStream();
        ml.Model.Save(model, view.Schema, file);
        file.Position = 0;

        var other = new MLContext(2);
        var loaded = other.Model.Load(file, out _);

        Assert.Equal(Describe(model.Transform(view)), Describe(loaded.Transform(other.Data.LoadFromEnumerable(_rows))));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void PromisesTheShapeThatItGives(string step)
    {
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(_rows);
        var estimator = _steps[step](ml.Transforms);
        var given = estimator.Fit(view).GetOutputSchema(view.Schema).Where(column => !column.IsHidden).ToDictionary(column => column.Name);

        SchemaShape? promised = null;
        // A chain offers each step the shape of the one before.
        ml.Transforms.CopyColumns("Name", "Name").Append(estimator).Append(new Witness(shape => promised = shape)).Fit(view);

        Assert.Equal(given.Keys.Order(), promised!.Select(column => column.Name).Order());
        foreach (var column in promised!)
        {
            var type = given[column.Name].Type;
            var item = type is VectorDataViewType vector ? vector.ItemType : type;
            Assert.Equal(item is KeyDataViewType, column.IsKey);
            Assert.Equal(item.RawType, column.ItemType.RawType);
            Assert.Equal(type is VectorDataViewType, column.Kind != SchemaShape.Column.VectorKind.Scalar);
        }
    }

    private sealed class Witness(Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new MLContext(1).Transforms.CopyColumns("Witness", input.Schema[0].Name).Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            return inputSchema;
        }
    }

    /// <summary>Types, annotations and values of all columns as text.</summary>
    internal static string Describe(IDataView view)
    {
        var lines = new List<string>();
        foreach (var column in view.Schema)
        {
            lines.Add($"{column.Index} {column.Name}: {column.Type} {column.IsHidden}");
            foreach (var annotation in column.Annotations.Schema)
                lines.Add($"  {annotation.Name}: {annotation.Type} {Generic(nameof(Annotation), annotation.Type, column.Annotations, annotation)}");
        }
        using var cursor = view.GetRowCursor(view.Schema);
        var readers = view.Schema.Select(column => (Func<string>)Generic(nameof(Reader), column.Type, cursor, column)).ToArray();
        while (cursor.MoveNext())
            lines.Add(string.Join(" | ", readers.Select(read => read())));
        return string.Join('\n', lines);
    }

    private static object Generic(string method, DataViewType type, params object[] arguments) => typeof(SavedTransformerTests)
        .GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type.RawType).Invoke(null, arguments)!;

    private static string Annotation<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetValue(annotation.Name, ref value);
        return Text(value);
    }

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value);
        };
    }

    private static string Text<T>(T value) => value switch
    {
        System.Collections.IEnumerable items and not string => "[" + string.Join(",", items.Cast<object>().Select(Text)) + "]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
