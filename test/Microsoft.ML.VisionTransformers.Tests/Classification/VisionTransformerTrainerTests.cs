using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Tests.Weights.Hub;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>Any registered architecture, sizes of one's own, and weights to start from.</summary>
[Collection(nameof(TrainedModel))]
public sealed class VisionTransformerTrainerTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(2);

    public void Dispose() => _folder.Dispose();

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
        public int Label { get; set; }
    }

    [Fact]
    public void Trains_a_registered_architecture_by_its_name_and_keeps_whole_numbers_as_labels()
    {
        ArchitectureRegistry.Register(TinyViT.Architecture with { Name = "registered-by-a-test" });
        var view = _context.Data.LoadFromEnumerable(Numbered());
        var trainer = _context.MulticlassClassification.Trainers.VisionTransformer(new VisionTransformerTrainer.Options
        {
            Recipe = null, FeatureColumnName = "ImagePath", Architecture = "registered-by-a-test", MaxEpochs = 1, SkipBadImages = true,
        });
        var model = _context.Transforms.Conversion.MapValueToKey("Label").Append(trainer)
            .Append(_context.Transforms.Conversion.MapKeyToValue("Number", "PredictedLabel")).Fit(view);
        using var stream = new MemoryStream();
        _context.Model.Save(model, view.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out var schema);
        using var owner = (IDisposable)loaded;
        Assert.Equal(NumberDataViewType.Int32, schema["Label"].Type);
        var classifier = ((IEnumerable<ITransformer>)loaded).OfType<ImageClassificationTransformer>().Single();
        Assert.Equal("registered-by-a-test", classifier.Architecture);
        Assert.Equal(["100", "101", "102"], classifier.ClassNames);
        Assert.True(classifier.SkipBadImages);
        Assert.Equal(model.Transform(view).GetColumn<int>("Number"), loaded.Transform(view).GetColumn<int>("Number"));
        Assert.All(loaded.Transform(view).GetColumn<int>("Number"), n => Assert.InRange(n, 100, 102));
        model.Dispose();
    }

    [Fact]
    public void Trains_on_grey_images_that_are_wider_than_high()
    {
        var options = TinyViT.Options(epochs: 1);
        options.CustomArchitecture = new VisionArchitecture
        {
            Name = "grey",
            Configuration = new ViTConfiguration { ImageHeight = 16, ImageWidth = 32, Channels = 1, PatchSize = 8, Dim = 24, Depth = 1, Heads = 2 },
            Preprocessing = new ImagePreprocessing
            {
                Height = 16, Width = 32, Channels = 1, Resize = 0, ResizeMode = ResizeMode.Square, Mean = [.5f], Std = [.25f],
            },
        };
        using var model = (IDisposable)TinyViT.Pipeline(_context, options).Fit(trained.Train);
        var scores = trained.Scores(((ITransformer)model).Transform(_context.Data.TakeRows(trained.Test, 4)));
        Assert.All(scores, s => Assert.Equal(1, s.Sum(), 1e-5));
    }

    [Fact]
    public void Starts_from_the_weights_of_a_saved_model()
    {
        var options = TinyViT.Options(epochs: 1);
        options.Weights = WeightsOfTrainedModel();
        options.LearningRate = 1e-9;
        using var model = (IDisposable)TinyViT.Pipeline(_context, options).Fit(trained.Train);
        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        Assert.Equal(expected, trained.Scores(((ITransformer)model).Transform(trained.Test)),
            (a, b) => a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 1e-3));
    }

    [Fact]
    public void Starts_from_weights_that_a_hub_publishes_and_says_how_the_download_gets_on()
    {
        using var hub = new HubWithModel();
        hub.Files["model.safetensors"] = File.ReadAllBytes(WeightsOfTrainedModel());
        hub.Files.Remove("config.json");
        hub.Files.Remove("preprocessor_config.json");
        var context = new MLContext(seed: 1);
        var said = new List<string>();
        context.Log += (_, message) => said.Add(message.Message);
        var options = TinyViT.Options(epochs: 1);
        (options.Weights, options.Hub, options.LearningRate) = (HubWithModel.Id, hub.Options(), 1e-9);
        using var model = (IDisposable)TinyViT.Pipeline(context, options).Fit(trained.Train);
        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        Assert.Equal(expected, trained.Scores(((ITransformer)model).Transform(trained.Test)),
            (a, b) => a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 1e-3));
        var size = FormattableString.Invariant($"{hub.Files["model.safetensors"].Length / 1e6:F1}");
        Assert.Contains(said, line => line.Contains($"model.safetensors: {size} of {size} MB"));
    }

    [Fact]
    public void Says_what_a_recipe_that_nobody_named_changes()
    {
        var context = new MLContext(seed: 1);
        var said = new List<string>();
        context.Log += (_, message) => said.Add(message.Message);
        var options = new ViTTrainer.Options { FeatureColumnName = "ImagePath", CustomArchitecture = TinyViT.Architecture, MaxEpochs = 1 };
        using var model = (IDisposable)TinyViT.Pipeline(context, options).Fit(trained.Train);
        var line = said.First(text => text.Contains($"Recipe, since none was named: {Recipes.SmallSetFromScratch}. It changes "));
        Assert.Contains("Mixup 0 -> 0.8", line);
        Assert.Contains("LearningRate 0.0001 -> 0.0005", line);
        Assert.DoesNotContain("MaxEpochs", line);
    }

    [Fact]
    public void Replaces_a_classifier_of_other_classes()
    {
        var options = TinyViT.Options(epochs: 1);
        options.Weights = WeightsOfTrainedModel();
        var two = _context.Data.FilterByCustomPredicate<Named>(trained.Train, row => row.Label == "disc");
        using var model = (IDisposable)TinyViT.Pipeline(_context, options).Fit(two);
        Assert.Equal(2, ((IEnumerable<ITransformer>)model).OfType<ViTTransformer>().Single().ClassNames.Count);
    }

    [Fact]
    public void Weights_of_another_size_are_refused_with_what_does_not_fit()
    {
        var options = TinyViT.Options(epochs: 1);
        options.Weights = WeightsOfTrainedModel();
        options.CustomArchitecture = TinyViT.Architecture with { Configuration = (ViTConfiguration)TinyViT.Architecture.Configuration with { Dim = 96 } };
        var error = Assert.Throws<CheckpointMismatchException>(() => TinyViT.Pipeline(_context, options).Fit(trained.Train));
        Assert.NotEmpty(error.MisshapenKeys);
    }

    private sealed class Named
    {
        public string Label { get; set; } = "";
    }

    private IEnumerable<Row> Numbered() => trained.Train.GetColumn<string>("ImagePath").Where((_, i) => i % 5 == 0)
        .Select((path, i) => new Row { ImagePath = path, Label = 100 + i / 12 });

    private string WeightsOfTrainedModel()
    {
        using var stream = new MemoryStream();
        _context.Model.Save(trained.Model, null, stream);
        using var zip = new ZipArchive(stream);
        using var entry = zip.Entries.Single(e => e.Name == "weights.safetensors").Open();
        var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return _folder.Write("weights.safetensors", bytes.ToArray());
    }
}
