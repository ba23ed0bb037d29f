using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>The images that a trainer holds back by itself.</summary>
public sealed class ValidationSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly List<string> _warnings = [];

    public ValidationSplitTests() => _context.Log += (_, e) =>
    {
        if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            lock (_warnings)
                _warnings.Add(e.RawMessage);
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bad_image_that_is_allowed_of_all_is_allowed_of_those_held_back()
    {
        // Each bad one is 1 of 120, which is below 1 %; of the 12 held back it would be 8 %.
        var rows = Rows(120);
        foreach (var bad in Enumerable.Range(0, 10).Select(i => i * 12))
        {
            var good = File.ReadAllBytes(rows[bad].ImagePath);
            File.WriteAllBytes(rows[bad].ImagePath, [1, 2, 3]);
            TrainingMetrics? epoch = null;
            ((IDisposable)Fit(rows, options => options.MetricsCallback = metrics => epoch = metrics)).Dispose();
            Assert.NotNull(epoch!.ValidationAccuracy);
            File.WriteAllBytes(rows[bad].ImagePath, good);
        }
        Assert.Equal(10, _warnings.Count(line => line.StartsWith("Skipped", StringComparison.Ordinal)));
    }

    [Fact]
    public void Few_images_a_class_are_held_back_all_the_same()
    {
        TrainingMetrics? epoch = null;
        ((IDisposable)Fit(Rows(12), options => options.MetricsCallback = metrics => epoch = metrics)).Dispose();
        Assert.NotNull(epoch!.ValidationAccuracy);
        Assert.DoesNotContain(_warnings, line => line.Contains("is held back for validation"));
    }

    [Fact]
    public void Where_none_can_be_held_back_it_is_said_and_what_needs_them_is_refused()
    {
        ((IDisposable)Fit(Rows(4))).Dispose();
        Assert.Contains(_warnings, line => line.Contains("None of the 4 training images is held back"));
        var error = Assert.Throws<InvalidOperationException>(() => Fit(Rows(4), options => options.ValidationMetrics = ["MicroAccuracy"]));
        Assert.Contains("ValidationSet", error.Message);
    }

    [Fact]
    public void Bad_images_alone_are_no_validation()
    {
        var rows = Rows(6);
        var held = rows.Select((row, i) => new Row { Label = row.Label, ImagePath = _folder.Write($"bad{i}.png", [1, 2, 3]) });
        var error = Assert.Throws<InvalidOperationException>(() => Fit(rows, options => (options.ValidationSet, options.MaxBadImages) = (_context.Data.LoadFromEnumerable(held), 1)));
        Assert.Contains("Not one of the validation images", error.Message);
    }

    private Row[] Rows(int count)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, count).Select(i => new Row
        {
            Label = $"{i % 3}", ImagePath = _folder.Write($"{i}.png", PngFile.Rgb(ShapePictures.Draw(i % 3, random))),
        })];
    }

    private ITransformer Fit(Row[] rows, Action<ViTTrainer.Options>? change = null)
    {
        var options = TinyViT.Options(epochs: 1);
        options.Seed = 1;
        change?.Invoke(options);
        return TinyViT.Pipeline(_context, options).Fit(_context.Data.LoadFromEnumerable(rows));
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
        public string Label { get; set; } = "";
    }
}
