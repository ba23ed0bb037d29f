using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Tests.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

[Collection(nameof(PretrainedModel))]
public sealed class MaskedPretrainingTrainerTests(PretrainedModel pretrained)
{
    [Fact]
    public void The_run_folder_shows_how_it_went()
    {
        Assert.Equal(["reconstruction-0010.png", "reconstruction-0020.png", "reconstruction-0025.png"],
            Directory.GetFiles(pretrained.Run, "reconstruction-*.png").Select(file => Path.GetFileName(file)).Order());
        var lines = File.ReadAllLines(Path.Combine(pretrained.Run, "metrics.csv"));
        Assert.EndsWith(",knn_accuracy", lines[0]);
        Assert.Equal([5, 10, 15, 20, 25], lines.Skip(1).Where(line => !line.EndsWith(',')).Select(line => int.Parse(line.Split(',')[0])));
        var losses = lines.Skip(1).Select(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.True(losses[^1] < 0.7 * losses[0], string.Join(' ', losses));
        Assert.Contains(pretrained.Log, line => line.Contains("Recipe: MAE pretraining"));
    }

    [Theory]
    [InlineData("MAE")]
    [InlineData("FastConvMAE")]
    public void A_training_that_is_broken_off_goes_on_to_the_bit(string family)
    {
        var whole = Train("whole " + family, null);
        var broken = Train("broken " + family, stopAt: 3);
        Assert.Equal(whole, broken);

        byte[] Train(string name, int? stopAt)
        {
            var options = TinyPretraining.Options(family);
            (options.OutputFolder, options.Seed, options.CheckpointInterval, options.PictureEpochs) = (pretrained.NewPath(name), 5, TimeSpan.Zero, 0);
            if (stopAt is { } stop)
            {
                using var source = new CancellationTokenSource();
                var steps = 0;
                (options.CancellationToken, options.ThrowOnCancellation, options.ProgressInterval) = (source.Token, true, TimeSpan.Zero);
                options.ProgressCallback = _ =>
                {
                    if (++steps == stop)
                        source.Cancel();
                };
                Assert.ThrowsAny<OperationCanceledException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train));
                (options.CancellationToken, options.ProgressCallback) = (default, null);
            }
            TinyPretraining.Trainer(new MLContext(2), options).Fit(pretrained.Train).Dispose();
            return File.ReadAllBytes(Assert.Single(Directory.GetFiles(options.OutputFolder, "best-*")));
        }
    }

    [Fact]
    public void Validation_images_choose_the_epoch()
    {
        var options = TinyPretraining.Options(epochs: 3);
        options.ValidationSet = pretrained.Test;
        List<TrainingMetrics> epochs = [];
        options.MetricsCallback = epochs.Add;
        var context = new MLContext(1);
        List<string> log = [];
        context.Log += (_, e) => log.Add(e.Message);
        TinyPretraining.Trainer(context, options).Fit(pretrained.Train).Dispose();
        Assert.All(epochs, epoch => Assert.True(epoch.ValidationLoss > 0));
        Assert.All(epochs, epoch => Assert.Null(epoch.ValidationAccuracy));
        Assert.Contains(log, line => line.Contains("validation loss"));
        Assert.DoesNotContain(log, line => line.Contains("accuracy"));
        Assert.Equal(epochs.MinBy(epoch => epoch.ValidationLoss), epochs.Last(epoch => epoch.IsBest));
    }

    [Fact]
    public void Labels_may_be_missing()
    {
        var context = new MLContext(1);
        var rows = context.Data.CreateEnumerable<LabelledPath>(pretrained.Test, reuseRowObject: false).Select((row, i) => new LabelledPath { ImagePath = row.ImagePath, Label = i % 2 == 0 ? "" : row.Label });
        var view = context.Data.LoadFromEnumerable(rows.ToArray());
        var keyed = context.Transforms.Conversion.MapValueToKey("Label").Fit(view).Transform(view);
        var options = TinyPretraining.Options(epochs: 1);
        options.LabelColumnName = "Label";
        TrainingMetrics? epoch = null;
        options.MetricsCallback = metrics => epoch = metrics;
        TinyPretraining.Trainer(context, options).Fit(keyed).Dispose();
        Assert.InRange(epoch![NeighbourProbe.Metric]!.Value, 0, 1);
    }

    [Fact]
    public void Defaults_are_the_published_recipes()
    {
        var schedule = new TrainingSchedule(new MaskedAutoencoderTrainer.Options { BatchSize = 4096 }, stepsPerEpoch: 1);
        Assert.Equal(2.4e-3, schedule.Peak, 1e-12);
        Assert.Equal(2.4e-3, schedule.At(40), 1e-12);
        Assert.Equal(1.8e-3, new TrainingSchedule(new ConvMaskedAutoencoderTrainer.Options { BatchSize = 3072 }, 1).At(40), 1e-12);
        Assert.Equal(1.2e-3, new TrainingSchedule(new FastConvMaskedAutoencoderTrainer.Options { BatchSize = 512 }, 1).At(10), 1e-12);
        foreach (var options in new MaskedPretrainingOptions[] { new MaskedAutoencoderTrainer.Options(), new ConvMaskedAutoencoderTrainer.Options(), new FastConvMaskedAutoencoderTrainer.Options() })
        {
            Assert.Equal((OptimizerKind.AdamW, 0.9, 0.95, 0.05, 0.2, true), (options.Optimizer, options.Beta1, options.Beta2, options.WeightDecay, options.RandomCropMinArea, options.HorizontalFlip));
            var masked = (MaskedConfiguration)ArchitectureRegistry.Find(options.DefaultArchitecture).Configuration;
            Assert.Equal((0.75, true, 512, 8), (masked.MaskRatio, masked.NormalizePixels, masked.DecoderDim, masked.DecoderDepth));
            options.Check();
        }
        Assert.Equal((800, 1600, 50), (new MaskedAutoencoderTrainer.Options().MaxEpochs, new ConvMaskedAutoencoderTrainer.Options().MaxEpochs, new FastConvMaskedAutoencoderTrainer.Options().MaxEpochs));
    }

    [Fact]
    public void A_recipe_leaves_nothing_of_what_was_set_before()
    {
        var options = new MaskedAutoencoderTrainer.Options
        {
            LearningRate = 1, WarmupEpochs = 3, Beta2 = 0.5, GradientClipNorm = 1, EmaDecay = 0.9, RandAugment = "rand-m9", RandomErasing = 0.5, AugmentationRepeats = 3, PadAndCrop = 4,
            RandomCropMaxArea = 0.5, RandomCropMinRatio = 1, RandomCropMaxRatio = 1,
        };
        options.Recipe = PretrainingRecipes.FastConvMae;
        var fresh = new MaskedAutoencoderTrainer.Options { Recipe = PretrainingRecipes.FastConvMae };
        Assert.All(options.GetType().GetFields().Where(field => field.Name != nameof(options.Targets)), field => Assert.Equal(field.GetValue(fresh), field.GetValue(options)));
    }

    [Fact]
    public void The_short_overloads_have_the_names_that_users_type()
    {
        foreach (var name in new[] { "MaskedAutoencoder", "ConvMaskedAutoencoder", "FastConvMaskedAutoencoder" })
        {
            var overload = typeof(VisionTransformersPretrainingCatalog).GetMethods().Single(method => method.Name == name && method.GetParameters().Length > 2);
            Assert.Equal(["catalog", "outputColumnName", "inputColumnName", "architecture", "weights", "outputFolder"], overload.GetParameters().Select(p => p.Name));
        }
    }

    public static TheoryData<string, Action<MaskedPretrainingOptions>, string> Wrong => new()
    {
        { "MAE", options => options.Mixup = 0.8, "Mixup" },
        { "MAE", options => options.TrainOnly = TrainedPart.Head, "TrainOnly" },
        { "MAE", options => options.EarlyStoppingCriteria = new EarlyStopping(), "TrainingMetric.Loss" },
        { "MAE", options => options.EarlyStoppingCriteria = new EarlyStopping("knn_accuracy"), "LabelColumnName" },
        { "MAE", options => (options.LabelColumnName, options.ProbeEpochs, options.BestMetricName) = ("Label", 0, "knn_accuracy"), "ProbeEpochs" },
        { "MAE", options => (options.LabelColumnName, options.BestMetricName) = ("Label", "MicroAccuracy"), "'knn_accuracy' alone" },
        { "MAE", options => options.MaskRatio = 1, "MaskRatio" },
        { "MAE", options => options.OutputColumnName = " ", "OutputColumnName" },
        { "MAE", options => options.ScoringMasks = 0, "ScoringMasks" },
        { "MAE", options => options.InputColumnName = "Nowhere", "no column 'Nowhere'" },
        { "MAE", options => options.LabelColumnName = "ImagePath", "MapValueToKey" },
        { "MAE", options => options.CustomArchitecture = TinyPretraining.Architecture(TinyPretraining.ConvMae), "Transforms.ConvMaskedAutoencoder" },
        { "MAE", options => options.CustomArchitecture = TinyViT.Architecture, "Masked autoencoders are" },
        { "MAE", options => options.Preprocessing = ImagePreprocessing.Squash(16), "its preprocessing gives" },
        { "MAE", options => options.MaskRatio = 0.99, "leave at least one to see" },
        { "ConvMAE", options => options.Pooling = EmbeddingPooling.ClassToken, "Leave it at Mean" },
        { "FastConvMAE", options => options.MaskRatio = 0.7, "complement" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused_with_what_to_do(string family, Action<MaskedPretrainingOptions> spoil, string said)
    {
        var options = TinyPretraining.Options(family);
        spoil(options);
        var error = Assert.ThrowsAny<ArgumentException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train));
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public void No_images_are_an_error()
    {
        var none = pretrained.Context.Data.LoadFromEnumerable(Array.Empty<LabelledPath>());
        var options = TinyPretraining.Options();
        Assert.Contains("no images in the training set", Assert.Throws<InvalidOperationException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(none)).Message);
        options.ValidationSet = none;
        Assert.Contains("no images in ValidationSet", Assert.Throws<InvalidOperationException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train)).Message);
    }

    [Fact]
    public void A_probe_that_decides_has_to_be_possible()
    {
        var options = TinyPretraining.Options();
        (options.LabelColumnName, options.BestMetricName) = ("Label", NeighbourProbe.Metric);
        var two = pretrained.Context.Data.TakeRows(pretrained.Train, 2);
        Assert.Contains("label more images", Assert.Throws<ArgumentException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(two)).Message);
    }

    [Fact]
    public void A_run_goes_on_by_way_of_another_hub()
    {
        var options = TinyPretraining.Options(epochs: 1);
        options.OutputFolder = pretrained.NewPath("another hub");
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
        options.Hub = new VisionTransformers.Weights.Hub.HubOptions { Offline = true };
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
    }

    private sealed class LabelledPath
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
