using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

public sealed class NearestNeighboursTests
{
    private static readonly MLContext s_context = new(seed: 1);
    private static readonly Point[] s_points =
    [
        new("right", [3, 0.1f]), new("right", [2, -0.2f]), new("up", [0, 1]), new("up", [0.1f, 5]), new("left", [-1, 0]), new("left", [-9, 1]),
    ];

    [Fact]
    public void Predicts_by_direction_and_comes_back_from_a_file()
    {
        using var model = Fit(s_points, k: 2);
        Assert.Equal((6, 2, 0.07), (model.Count, model.NumberOfNeighbours, model.Temperature));
        var test = View([new("", [7, 0]), new("", [0.2f, 1]), new("", [-1, -0.1f])]);
        Assert.Equal(["right", "up", "left"], Names(model, test));
        using var stream = new MemoryStream();
        s_context.Model.Save(model, null, stream);
        stream.Position = 0;
        using var loaded = (NearestNeighboursTransformer)new MLContext().Model.Load(stream, out _);
        Assert.Equal((6, 2, 0.07), (loaded.Count, loaded.NumberOfNeighbours, loaded.Temperature));
        Assert.Equal(Scores(model, test), Scores(loaded, test));
        Assert.Equal(["right", "up", "left"], loaded.ClassNames);
    }

    [Fact]
    public void Plain_votes_are_counted()
    {
        using var model = Fit(s_points, k: 3, temperature: null);
        Assert.Equal([2 / 3f, 1 / 3f, 0], Scores(model, View([new("", [1, 0.05f])]))[0]);
        using var all = Fit(s_points, k: 1000, temperature: null);
        Assert.Equal([1 / 3f, 1 / 3f, 1 / 3f], Scores(all, View([new("", [1, 0.05f])]))[0]);
    }

    [Fact]
    public void What_has_no_direction_gets_no_answer()
    {
        using var model = Fit([.. s_points, new("up", [float.NaN, 1]), new("left", [0, 0])], k: 1);
        Assert.Equal(6, model.Count);
        var scores = Scores(model, View([new("", [0, 0]), new("", [0, 1]), new("", [float.NaN, 1]), new("", [1, 0])]));
        Assert.Equal([true, false, true, false], scores.Select(row => row.All(float.IsNaN)));
        Assert.Equal([0, 1, 0], scores[1]);
        Assert.Equal([1, 0, 0], scores[3]);
    }

    [Fact]
    public void Wrong_columns_and_settings_are_refused()
    {
        var trainers = s_context.MulticlassClassification.Trainers;
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.NearestNeighbours(numberOfNeighbours: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.NearestNeighbours(temperature: 0));
        var view = View(s_points);
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentException>(() => trainers.NearestNeighbours().Fit(view)).Message);
        var keyed = s_context.Transforms.Conversion.MapValueToKey("Label");
        Assert.Contains("vectors of floats", Assert.Throws<ArgumentException>(() => keyed.Append(trainers.NearestNeighbours(featureColumnName: "Label")).Fit(view)).Message);
        Assert.Contains("None of 2 rows", Assert.Throws<InvalidOperationException>(() => Fit([new("a", [0, 0]), new("b", [0, 0])], 1)).Message);
        using var model = Fit(s_points, 1);
        var wide = s_context.Transforms.Concatenate("Features", "Features", "Features").Fit(view).Transform(view);
        Assert.Contains("Vector<Single, 2>", Assert.Throws<ArgumentException>(() => model.Transform(wide)).Message);
    }

    private static NearestNeighboursTransformer Fit(Point[] points, int k, double? temperature = 0.07)
    {
        var keyed = s_context.Transforms.Conversion.MapValueToKey("Label").Fit(View(points)).Transform(View(points));
        return s_context.MulticlassClassification.Trainers.NearestNeighbours(numberOfNeighbours: k, temperature: temperature).Fit(keyed);
    }

    private static IEnumerable<string> Names(NearestNeighboursTransformer model, IDataView view)
        => model.Transform(view).GetColumn<uint>("PredictedLabel").Select(key => model.ClassNames[(int)key - 1]);

    private static float[][] Scores(NearestNeighboursTransformer model, IDataView view) => model.Transform(view).GetColumn<float[]>("Score").ToArray();

    private static IDataView View(Point[] points) => s_context.Data.LoadFromEnumerable(points);

    private sealed class Point(string label, float[] features)
    {
        public string Label { get; set; } = label;

        [VectorType(2)]
        public float[] Features { get; set; } = features;
    }
}
