using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>What a trainer says to data and settings it can't work with.</summary>
public sealed class TrainerInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly List<string> _warnings = [];

    public TrainerInputTests() => _context.Log += (_, e) =>
    {
        if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            lock (_warnings)
                _warnings.Add(e.RawMessage);
    };

    public void Dispose() => _folder.Dispose();

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
        public string Label { get; set; } = "";
    }

    private IDataView Images(params (string Label, int Count)[] classes)
    {
        var random = new Random(4);
        var rows = new List<Row>();
        foreach (var (label, count) in classes)
            for (var i = 0; i < count; i++)
                rows.Add(new Row { Label = label, ImagePath = _folder.Write($"{rows.Count}.png", PngFile.Rgb(ShapePictures.Draw(rows.Count % 3, random))) });
        return _context.Data.LoadFromEnumerable(rows);
    }

    private ITransformer Fit(IDataView data, Action<ViTTrainer.Options>? change = null)
    {
        var options = TinyViT.Options(epochs: 1);
        change?.Invoke(options);
        return TinyViT.Pipeline(_context, options).Fit(data);
    }

    [Fact]
    public void Labels_that_are_no_keys()
    {
        var error = Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.ViT(TinyViT.Options()).Fit(Images(("a", 2), ("b", 2))));
        Assert.Contains("MapValueToKey(\"Label\")", error.Message);
    }

    [Fact]
    public void A_chain_finds_labels_that_are_no_keys_before_it_reads_data()
    {
        var chain = _context.Transforms.CopyColumns("Copy", "Label").Append(_context.MulticlassClassification.Trainers.ViT(TinyViT.Options()));
        Assert.Contains("MapValueToKey(\"Label\")", Assert.Throws<ArgumentException>(() => chain.Fit(Images(("a", 2), ("b", 2)))).Message);
    }

    [Fact]
    public void One_class() => Assert.Contains("one class, 'a'", Assert.Throws<InvalidOperationException>(() => Fit(Images(("a", 5)))).Message);

    [Fact]
    public void An_empty_set()
    {
        var data = _context.Data.SkipRows(Keyed(Images(("a", 2), ("b", 2))), 4);
        Assert.Contains("empty", Assert.Throws<InvalidOperationException>(() => _context.MulticlassClassification.Trainers.ViT(TinyViT.Options()).Fit(data)).Message);
    }

    [Fact]
    public void No_label_anywhere()
    {
        var keys = _context.Transforms.Conversion.MapValueToKey("Label").Fit(Images(("a", 2), ("b", 2)));
        var error = Assert.Throws<InvalidOperationException>(() => _context.MulticlassClassification.Trainers.ViT(TinyViT.Options()).Fit(keys.Transform(Images(("c", 3)))));
        Assert.Contains("None of the 3", error.Message);
    }

    [Fact]
    public void A_class_with_a_single_image_is_warned_of()
    {
        using var _ = (IDisposable)Fit(Images(("a", 6), ("b", 6), ("lonely", 1)));
        Assert.Contains(_warnings, w => w.Contains("1 of 3 classes") && w.Contains("lonely"));
    }

    [Fact]
    public void Validation_labels_unseen_in_training_are_left_out_with_their_count()
    {
        var validation = Images(("a", 3), ("unseen", 2));
        using var _ = (IDisposable)Fit(Images(("a", 6), ("b", 6)), o => o.ValidationSet = validation);
        Assert.Contains(_warnings, w => w.Contains("2 with one unseen in training"));
    }

    [Fact]
    public void Validation_keys_are_matched_by_their_values()
    {
        // Mapped by itself, "b" comes first here and second in training, where there is no "c".
        var classes = LabelNames.Of(Keyed(Images(("a", 1), ("b", 1))).Schema["Label"]);
        var validation = Keyed(Images(("b", 2), ("a", 1), ("c", 1)));
        var labels = new List<int>();
        using var rows = validation.GetRowCursor([validation.Schema["Label"]]);
        var label = ClassificationTask.Multiclass.ValidationLabels(classes)(rows, validation.Schema["Label"]);
        while (rows.MoveNext())
            labels.Add(label());
        Assert.Equal([1, 1, 0, LabelReaders.Unknown], labels);
    }

    [Fact]
    public void A_validation_set_without_a_known_label() =>
        Assert.Contains("None of the 3 images of the validation set",
            Assert.Throws<InvalidOperationException>(() => Fit(Images(("a", 6), ("b", 6)), o => o.ValidationSet = Images(("z", 3)))).Message);

    [Theory]
    [InlineData(1, 200, true)]
    [InlineData(3, 200, false)]
    public void Bad_images_are_skipped_up_to_a_share(int bad, int all, bool allowed)
    {
        var good = Images(("a", 4), ("b", 4));
        var rows = Enumerable.Range(0, all - bad).Select(i => new Row { Label = i % 2 == 0 ? "a" : "b", ImagePath = Path.Combine(_folder.Path, $"{i % 8}.png") })
            .Concat(Enumerable.Range(0, bad).Select(i => new Row { Label = "a", ImagePath = _folder.Write($"bad{i}.png", [1, 2, 3]) }));
        var data = _context.Data.LoadFromEnumerable(rows.ToArray());
        Action<ViTTrainer.Options> all_ = o => o.ValidationSetFraction = null;
        if (allowed)
        {
            ((IDisposable)Fit(data, all_)).Dispose();
            Assert.Contains(_warnings, w => w.Contains("bad0.png"));
        }
        else
            Assert.Contains("MaxBadImages", Assert.Throws<BadImagesException>(() => Fit(data, all_)).Message);
    }

    [Fact]
    public void A_bad_image_that_is_allowed_of_all_is_allowed_of_those_held_back()
    {
        // Each bad one is 1 of 120, which is below 1 %; of the 12 held back it would be 8 %.
        var data = Images(("a", 40), ("b", 40), ("c", 40));
        foreach (var path in Enumerable.Range(0, 10).Select(i => Path.Combine(_folder.Path, $"{i * 12}.png")))
        {
            var good = File.ReadAllBytes(path);
            File.WriteAllBytes(path, [1, 2, 3]);
            TrainingMetrics? epoch = null;
            ((IDisposable)Fit(data, o => (o.Seed, o.MetricsCallback) = (1, metrics => epoch = metrics))).Dispose();
            Assert.NotNull(epoch!.ValidationAccuracy);
            File.WriteAllBytes(path, good);
        }
        Assert.Equal(10, _warnings.Count(line => line.StartsWith("Skipped", StringComparison.Ordinal)));
    }

    [Fact]
    public void Few_images_a_class_are_held_back_all_the_same()
    {
        TrainingMetrics? epoch = null;
        ((IDisposable)Fit(Images(("a", 4), ("b", 4), ("c", 4)), o => o.MetricsCallback = metrics => epoch = metrics)).Dispose();
        Assert.NotNull(epoch!.ValidationAccuracy);
        Assert.DoesNotContain(_warnings, line => line.Contains("is held back for validation"));
    }

    [Fact]
    public void Where_none_can_be_held_back_it_is_said_and_what_needs_them_is_refused()
    {
        var data = Images(("a", 2), ("b", 1), ("c", 1));
        ((IDisposable)Fit(data)).Dispose();
        Assert.Contains(_warnings, line => line.Contains("None of the 4 training images is held back"));
        var error = Assert.Throws<InvalidOperationException>(() => Fit(data, o => o.ValidationMetrics = ["MicroAccuracy"]));
        Assert.Contains("ValidationSet", error.Message);
    }

    [Fact]
    public void Bad_images_alone_are_no_validation()
    {
        var held = _context.Data.LoadFromEnumerable(new[] { "a", "b" }.Select(label => new Row { Label = label, ImagePath = _folder.Write($"bad {label}.png", [1, 2, 3]) }));
        var error = Assert.Throws<InvalidOperationException>(() => Fit(Images(("a", 3), ("b", 3)), o => (o.ValidationSet, o.MaxBadImages) = (held, 1)));
        Assert.Contains("Not one of the validation images", error.Message);
    }

    [Fact]
    public void An_unknown_architecture_gets_names_like_it()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(Images(("a", 2), ("b", 2)), o =>
        {
            o.CustomArchitecture = null;
            o.Architecture = "vit_base_patch16_242";
        }));
        Assert.Contains("vit_base_patch16_224", error.Message);
    }

    [Fact]
    public void Weights_that_are_not_there() =>
        Assert.Throws<FileNotFoundException>(() => Fit(Images(("a", 2), ("b", 2)), o => o.Weights = "no/such/folder"));

    [Fact]
    public void Preprocessing_of_another_size()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(Images(("a", 2), ("b", 2)), o =>
            o.Preprocessing = TinyViT.Architecture.Preprocessing with { Width = 64, Height = 64 }));
        Assert.Contains("3 x 32 x 32", error.Message);
        Assert.Contains("3 x 64 x 64", error.Message);
        Assert.Contains("CustomArchitecture whose ImageHeight, ImageWidth", error.Message);
    }

    [Fact]
    public void Columns_that_are_not_there()
    {
        Assert.Contains("'Photo'", Assert.Throws<ArgumentException>(() => Fit(Images(("a", 2), ("b", 2)), o => o.FeatureColumnName = "Photo")).Message);
        Assert.Contains("'Class'", Assert.Throws<ArgumentException>(() => Fit(Images(("a", 2), ("b", 2)), o => o.LabelColumnName = "Class")).Message);
    }

    [Fact]
    public void A_GPU_that_is_not_there()
    {
        if (torch.cuda.is_available())
            return;
        _context.GpuDeviceId = 0;
        Assert.Contains("FallbackToCpu", Assert.Throws<InvalidOperationException>(() => Fit(Images(("a", 2), ("b", 2)))).Message);
        _context.FallbackToCpu = true;
        ((IDisposable)Fit(Images(("a", 2), ("b", 2)))).Dispose();
        Assert.Contains(_warnings, w => w.Contains("GPU 0"));
    }

    [Fact]
    public void Settings_outside_their_range()
    {
        var options = TinyViT.Options();
        options.ValidationSetFraction = 1.5f;
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.MulticlassClassification.Trainers.ViT(options));
        options = TinyViT.Options();
        options.ScoringBatchSize = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.MulticlassClassification.Trainers.ViT(options));
        options = TinyViT.Options();
        options.ScoreColumnName = "";
        Assert.Throws<ArgumentException>(() => _context.MulticlassClassification.Trainers.ViT(options));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_and_says_why()
    {
        var error = Assert.ThrowsAny<Exception>(() => Fit(Images(("a", 16), ("b", 16)), o =>
        {
            o.LearningRate = 1e30;
            o.MaxEpochs = 5;
            o.WarmupFraction = 0;
        }));
        Assert.IsType<TrainingDivergedException>(error.GetBaseException());
        Assert.Contains("step", error.Message);
    }

    private IDataView Keyed(IDataView data) => _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
}
