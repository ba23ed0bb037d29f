using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Explanation.Reports;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation.Reports;

public sealed class ClassificationReportTests : IDisposable
{
    private static readonly (string, float[])[] s_rows =
    [
        ("ant", [0.8f, 0.1f, 0.1f]),
        ("ant", [0.5f, 0.3f, 0.2f]),
        ("ant", [0.2f, 0.7f, 0.1f]),
        ("bee", [0.1f, 0.9f, 0]),
        ("bee", [0.4f, 0.35f, 0.25f]),
        ("cow", [0.1f, 0.2f, 0.7f]),
        ("cow", [0.05f, 0.9f, 0.05f]),
        ("cow", [0.2f, 0.2f, 0.6f]),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ClassesPairsAndLossesWorkedOutByHand()
    {
        var report = Report(s_rows, topLosses: 2);
        Assert.Equal(["ant", "bee", "cow"], report.ClassNames);
        Assert.Equal((8, 0), (report.Images, report.Skipped));
        Assert.Equal([[2.0, 1, 0], [1, 1, 0], [0, 1, 2]], report.Counts);
        Assert.Equal(5.0 / 8, report.Accuracy);
        Assert.Equal([new("ant", 3, 3, 2), new("bee", 2, 3, 1), new("cow", 3, 2, 2)], report.Classes);
        Close([2.0 / 3, 1.0 / 3, 1], report.Classes.Select(c => c.Precision));
        Close([2.0 / 3, 1.0 / 2, 2.0 / 3], report.Classes.Select(c => c.Recall));
        Close([2.0 / 3, 0.4, 0.8], report.Classes.Select(c => c.F1));
        Close([2.0 / 3, 11.0 / 18, 28.0 / 45, 0.65], [report.MacroPrecision, report.MacroRecall, report.MacroF1, report.WeightedF1]);
        Assert.Equal([new("ant", "bee", 1, 1.0 / 3), new("bee", "ant", 1, 0.5), new("cow", "bee", 1, 1.0 / 3)], report.ConfusedPairs);
        Assert.Equal([(6L, "6.png", "cow", "bee"), (2, "2.png", "ant", "bee")], report.TopLosses.Select(l => (l.Row, l.Path!, l.Actual, l.Predicted)));
        Close([-Math.Log(0.05), -Math.Log(0.2)], report.TopLosses.Select(l => l.Loss));
        Close([-new[] { 0.8, 0.5, 0.2, 0.9, 0.35, 0.7, 0.05, 0.6 }.Average(Math.Log)], [report.LogLoss]);
    }

    [Fact]
    public void ClassesThatAreNotThereDoNotCount()
    {
        // cow and dog have no image; one ant is taken for a cow.
        var report = Report([("ant", [1, 0, 0, 0]), ("ant", [0, 0, 1, 0]), ("bee", [0, 1, 0, 0])], names: ["ant", "bee", "cow", "dog"]);
        Close([2.0 / 3, 3.0 / 4, 5.0 / 9], [report.MacroPrecision, report.MacroRecall, report.MacroF1]);
    }

    [Fact]
    public void CalibrationWorkedOutByHand()
    {
        var calibration = Report(s_rows).Calibration;
        Assert.Equal(15, calibration.Bins.Count);
        // Bins of a fifteenth: 0.4, 0.5, 0.6 and 0.8 alone, 0.7 and 0.9 twice, right once.
        Assert.Equal([6, 7, 9, 10, 12, 13], Enumerable.Range(0, 15).Where(i => calibration.Bins[i].Count > 0));
        var ten = calibration.Bins[10];
        Close([10.0 / 15, 11.0 / 15, 0.7, 0.5, 0.2], [ten.From, ten.To, ten.Confidence, ten.Accuracy, ten.Gap]);
        Assert.Equal(2, ten.Count);
        // 0.4 wrong, 0.5, 0.6 and 0.8 right: gaps 0.4, 0.5, 0.4, 0.2; twice 0.2 and twice 0.4.
        Assert.Equal((0.4 + 0.5 + 0.4 + 0.2 + 2 * 0.2 + 2 * 0.4) / 8, calibration.ExpectedError, 1e-6);
        Assert.Equal(0.5, calibration.MaximumError, 1e-6);
    }

    [Fact]
    public void CertaintyThatIsRightIsNoError()
    {
        var calibration = Report([("ant", [1, 0]), ("bee", [0, 1])]).Calibration;
        Assert.Equal((2, 1.0, 0.0), (calibration.Bins[14].Count, calibration.Bins[14].Accuracy, calibration.ExpectedError));
    }

    [Fact]
    public void AgreesWithMlNetsEvaluator()
    {
        var random = new Random(1);
        var names = new[] { "ant", "bee", "cow", "dog" };
        var rows = Enumerable.Range(0, 400).Select(i => (names[i % 4], Probabilities(random, i % 4))).ToArray();
        var scored = Scored(rows);
        var report = _context.MulticlassClassification.Report(scored);
        var metrics = _context.MulticlassClassification.Evaluate(scored, predictedLabelColumnName: "Label");
        Close([metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss], [report.Accuracy, report.MacroRecall, report.LogLoss]);
        Assert.Equal(metrics.ConfusionMatrix.Counts, report.Counts);
        Close(metrics.ConfusionMatrix.PerClassPrecision, report.Classes.Select(c => c.Precision));
        Close(metrics.ConfusionMatrix.PerClassRecall, report.Classes.Select(c => c.Recall));
        // All rows sorted by loss give the same list.
        var largest = rows.Select((r, i) => (i, p: r.Item2[Array.IndexOf(names, r.Item1)])).OrderBy(r => r.p).ThenBy(r => r.i).Take(20).Select(r => (long)r.i);
        Assert.Equal(largest, report.TopLosses.Select(l => l.Row));
    }

    [Fact]
    public void RowsWithoutALabelOrScoreAreLeftOut()
    {
        var report = Report([.. s_rows, ("", [1, 0, 0]), ("ant", [float.NaN, 0.5f, 0.5f])]);
        Assert.Equal((8, 2), (report.Images, report.Skipped));
        Assert.Equal(0.3375, report.Calibration.ExpectedError, 1e-6);
    }

    [Fact]
    public void WhatIsNoScoredDataIsRefused()
    {
        Assert.Contains("no probabilities", Assert.Throws<InvalidOperationException>(() => Report([("ant", [2, 1, 0]), ("bee", [1, 0, 0])])).Message);
        Assert.Contains("of class 3", Assert.Throws<InvalidOperationException>(() => Report([("ant", [1, 0]), ("bee", [1, 0]), ("cow", [0, 1])])).Message);
        var scored = Scored(s_rows);
        Assert.Contains("There is no column 'Probability'. Columns:",
            Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Report(scored, scoreColumnName: "Probability")).Message);
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Report(scored, "Name")).Message);
    }

    [Fact]
    public void ThePageIsWholeAndNamesAreEscaped()
    {
        const string Name = "<script>\"R&D\"</script>";
        File.WriteAllBytes(Path.Combine(_folder.Path, "shape.png"), PngFile.Rgb(ShapePictures.Draw(0, new Random(1))));
        var report = Report([(Name, [0.1f, 0.9f]), ("bee", [0.2f, 0.8f]), (Name, [0.9f, 0.1f])], path: i => Path.Combine(_folder.Path, i == 0 ? "shape.png" : $"{i} & none.png"));
        var file = Path.Combine(_folder.Path, "report.html");
        report.SaveHtml(file);
        var html = File.ReadAllText(file);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;&quot;R&amp;D&quot;&lt;/script&gt;", html);
        Assert.DoesNotContain("http:", html);
        Assert.DoesNotContain("https:", html);
        Assert.Contains("prefers-color-scheme: dark", html);

        // But for two elements that HTML leaves open it is XML, so that nothing is left open or crossed.
        var page = XDocument.Parse(Regex.Replace(html.Replace("<!DOCTYPE html>", ""), "<(meta|img)([^>]*)>", "<$1$2/>")).Root!;
        Assert.Equal("en", page.Attribute("lang")!.Value);
        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value));
        Assert.All(page.Descendants("img"), image => Assert.NotNull(image.Attribute("alt")));
        Assert.Equal(3, page.Descendants("img").Count()); // matrix, reliability, the one file that is there
        Assert.All(page.Descendants("img"), image =>
        {
            var picture = ImageDecoder.Decode(Convert.FromBase64String(image.Attribute("src")!.Value["data:image/png;base64,".Length..]));
            Assert.Equal((image.Attribute("width")!.Value, image.Attribute("height")!.Value), ($"{picture.Width}", $"{picture.Height}"));
        });
        Assert.All(page.Descendants("table"), table => Assert.NotNull(table.Element("caption")));
        Assert.All(page.Descendants("th"), header => Assert.NotNull(header.Attribute("scope")));
        Assert.Contains("66.67 %", page.Descendants("dd").Select(d => d.Value));
    }

    [Fact]
    public void PicturesAreWritten()
    {
        var report = Report(s_rows);
        report.SaveConfusionMatrix(Path.Combine(_folder.Path, "matrix.png"));
        report.SaveReliabilityDiagram(Path.Combine(_folder.Path, "reliability.png"));
        Assert.True(ImageDecoder.Decode(Path.Combine(_folder.Path, "matrix.png")).Width > 3 * 56);
        var diagram = ImageDecoder.Decode(Path.Combine(_folder.Path, "reliability.png"));
        // Bin 13 is half right: blue to the middle, a thin orange bar from there to 0.9, the ground above.
        Assert.Equal([33, 102, 172], Pixel(diagram, 13, 0.3));
        Assert.Equal([244, 165, 130], Pixel(diagram, 13, 0.7));
        Assert.Equal([255, 255, 255], Pixel(diagram, 13, 0.97));
        Assert.Equal([255, 255, 255], Pixel(diagram, 3, 0.7));
    }

    private static byte[] Pixel(RgbImage diagram, int bin, double share) => diagram.Row(76 + 360 - (int)(360 * share)).Slice((64 + bin * 24 + 11) * 3, 3).ToArray();

    private static float[] Probabilities(Random random, int towards)
    {
        var values = Enumerable.Range(0, 4).Select(i => Math.Exp(2 * random.NextDouble() + (i == towards ? 0.7 : 0))).ToArray();
        return [.. values.Select(v => (float)(v / values.Sum()))];
    }

    private static void Close(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (first, second) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(first.Length, second.Length);
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private ClassificationReport Report((string Name, float[] Score)[] rows, int topLosses = 20, Func<int, string>? path = null, string[]? names = null) =>
        _context.MulticlassClassification.Report(Scored(rows, path, names), topLosses: topLosses);

    private IDataView Scored((string Name, float[] Score)[] rows, Func<int, string>? path = null, string[]? names = null)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Score.Length);
        var data = _context.Data.LoadFromEnumerable(rows.Select((row, i) => new Row { Name = row.Name, Score = row.Score, ImagePath = path?.Invoke(i) ?? $"{i}.png" }), schema);
        var known = names is null ? data : _context.Data.LoadFromEnumerable(names.Select(name => new Row { Name = name }));
        return _context.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(known).Transform(data);
    }

    private sealed class Row
    {
        public string Name = "";
        public string ImagePath = "";
        public float[] Score = [];
    }
}
