using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

[Collection("Kernels")]
public sealed class ClipContrastiveTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _log = [];

    public ClipContrastiveTrainerTests() => _context.Log += (_, e) => _log.Add(e.RawMessage);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LearnsWhichTextGoesWithWhichImage()
    {
        var options = PairPictures.Options();
        (options.MaxEpochs, options.BatchSize, options.LearningRate, options.ValidationSet) = (15, 16, 1e-2, PairPictures.Load(_context, Folder("test"), 4, seed: 2));
        (options.ZeroShotSet, options.ZeroShotTemplates) = (options.ValidationSet, ["a {} square", "{}"]);
        List<TrainingMetrics> epochs = [];
        options.MetricsCallback = epochs.Add;
        using var model = _context.Transforms.ClipContrastive(options).Fit(Pairs());

        var found = model.EvaluateRetrieval(options.ValidationSet);
        Assert.Equal((24, 12), (found.Images, found.Texts));
        Assert.True(found.TextToImageRecallAt1 > 0.9 && found.ImageToTextRecallAt1 > 0.9, found.ToString());
        var best = epochs.Last(epoch => epoch.IsBest);
        Assert.Equal(found.MeanRecall, best["mean_recall"]!.Value, 1e-6);
        Assert.True(best["zero_shot_accuracy"] > 0.9 && epochs[0]["text_to_image_recall@10"] <= 1);
        Assert.InRange(model.LogitScale, 1, 100);
        Assert.Contains(_log, line => line.StartsWith("Before training: recall@1/5/10", StringComparison.Ordinal));
        AssertColumns(model, options.ValidationSet);
    }

    private void AssertColumns(ClipContrastiveTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        var (images, texts) = (scored.GetColumn<float[]>("ImageEmbedding").ToArray(), scored.GetColumn<float[]>("TextEmbedding").ToArray());
        var similarities = scored.GetColumn<float>("Similarity").ToArray();
        for (var i = 0; i < images.Length; i += 5)
        {
            Assert.Equal(1, images[i].Sum(value => value * value), 1e-5);
            Assert.Equal(1, texts[i].Sum(value => value * value), 1e-5);
            Assert.Equal(images[i].Zip(texts[i], (a, b) => a * b).Sum(), similarities[i], 1e-5);
        }

        _context.Model.Save(model, data.Schema, Path.Combine(_folder.Path, "model.zip"));
        using var loaded = (IDisposable)new MLContext().Model.Load(Path.Combine(_folder.Path, "model.zip"), out _);
        var again = ((ITransformer)loaded).Transform(data);
        Assert.Equal(similarities, again.GetColumn<float>("Similarity"));
        Assert.Equal(texts[3], again.GetColumn<float[]>("TextEmbedding").ElementAt(3));

        var engine = _context.Model.CreatePredictionEngine<PairPictures.Row, Scored>(model, new PredictionEngineOptions { OwnsTransformer = false });
        var row = _context.Data.CreateEnumerable<PairPictures.Row>(data, reuseRowObject: false).First();
        Assert.Equal(similarities[0], engine.Predict(row).Similarity, 1e-5);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsAndABrokenTrainingGoesOnToTheBit()
    {
        var pairs = Pairs();
        var options = PairPictures.Options();
        (options.MaxEpochs, options.GradientAccumulation, options.BatchSize, options.EmaDecay, options.DropPathRate) = (4, 2, 12, 0.9, 0.2);
        (options.RandomCropMinArea, options.HorizontalFlip) = (0.5, true);
        using var whole = _context.Transforms.ClipContrastive(options).Fit(pairs);
        using var once = _context.Transforms.ClipContrastive(options).Fit(pairs);
        Assert.Equal(PairPictures.Weights(whole), PairPictures.Weights(once));

        // Stopped in the middle of the third epoch, which has two steps.
        using var source = new CancellationTokenSource();
        (options.OutputFolder, options.CancellationToken, options.ProgressInterval) = (Folder("run"), source.Token, TimeSpan.Zero);
        options.ProgressCallback = progress =>
        {
            if (progress is { Epoch: 3, Step: 1 })
                source.Cancel();
        };
        _context.Transforms.ClipContrastive(options).Fit(pairs).Dispose();
        (options.ProgressCallback, options.CancellationToken) = (null, default);
        using var resumed = _context.Transforms.ClipContrastive(options).Fit(pairs);
        Assert.Contains(_log, line => line.StartsWith("Going on with the training", StringComparison.Ordinal) && line.Contains("epoch 3 of 4, step 2 of 2"));
        Assert.Equal(PairPictures.Weights(whole), PairPictures.Weights(resumed));
    }

    [Fact]
    public void SeveralSmallBatchesAreOneLargeOne()
    {
        var pairs = Pairs();
        var options = PairPictures.Options();
        (options.Optimizer, options.LearningRate) = (OptimizerKind.Sgd, 0.1); // Adam would make much of gradients that are rounding alone
        using var large = _context.Transforms.ClipContrastive(options).Fit(pairs);
        (options.BatchSize, options.GradientAccumulation) = (8, 3);
        using var small = _context.Transforms.ClipContrastive(options).Fit(pairs);
        var difference = PairPictures.Weights(large).Zip(PairPictures.Weights(small), (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference < 1e-4, $"{difference}");
    }

    [Fact]
    public void FineTuningEndsHalfWayFromWhereItBegan()
    {
        var pairs = Pairs();
        var start = ClipFolder.WriteHuggingFace(Folder("clip"));
        float[] before;
        using (var model = ClipFolder.Model())
            before = [.. model.Network.state_dict().SelectMany(pair => pair.Value.data<float>().ToArray())];
        var options = new ClipContrastiveTrainer.Options { Weights = start, BatchSize = 24, MaxEpochs = 2, ValidationSetFraction = null, Seed = 5, LearningRate = 1e-3, WarmupFraction = 0 };
        using var half = _context.Transforms.ClipContrastive(options).Fit(pairs);
        options.InterpolationAlpha = 1;
        using var tuned = _context.Transforms.ClipContrastive(options).Fit(pairs);
        var (after, between) = (PairPictures.Weights(tuned), PairPictures.Weights(half));
        Assert.True(before.Zip(after, (a, b) => Math.Abs(a - b)).Max() > 1e-3);
        Assert.True(before.Zip(after, (a, b) => (a + b) / 2).Zip(between, (a, b) => Math.Abs(a - b)).Max() < 1e-5);
        Assert.Contains(_log, line => line.Contains("0.5 of those of epoch 2"));
        Assert.Contains(_log, line => line.Contains("makes a published CLIP forget"));

        // What comes out starts the next training, under either library's names.
        half.SaveWeights(Folder("tuned"), WeightNaming.HuggingFace);
        (options.Weights, options.InterpolationAlpha, options.MaxEpochs) = (Folder("tuned"), 0, 1);
        using var again = _context.Transforms.ClipContrastive(options).Fit(pairs);
        Assert.Equal(between, PairPictures.Weights(again));
    }

    [Fact]
    public void ADoneRunGivesOtherSharesWithoutTraining()
    {
        var pairs = Pairs();
        var options = new ClipContrastiveTrainer.Options
        {
            Weights = ClipFolder.WriteHuggingFace(Folder("start")), BatchSize = 24, MaxEpochs = 2, ValidationSetFraction = null, Seed = 5, LearningRate = 1e-3, WarmupFraction = 0,
            OutputFolder = Folder("shares"),
        };
        using var half = _context.Transforms.ClipContrastive(options).Fit(pairs);
        options.InterpolationAlpha = 0;
        options.ProgressCallback = _ => Assert.Fail("nothing is left to train");
        using var none = _context.Transforms.ClipContrastive(options).Fit(pairs);
        options.InterpolationAlpha = 1;
        using var all = _context.Transforms.ClipContrastive(options).Fit(pairs);
        var expected = PairPictures.Weights(none).Zip(PairPictures.Weights(all), (a, b) => (a + b) / 2);
        Assert.True(expected.Zip(PairPictures.Weights(half), (a, b) => Math.Abs(a - b)).Max() < 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsDoneIsNotLostByCancellingWhatComesAfter(bool throws)
    {
        using var source = new CancellationTokenSource();
        var options = new ClipContrastiveTrainer.Options
        {
            Weights = ClipFolder.WriteHuggingFace(Folder("begin")), BatchSize = 24, MaxEpochs = 2, Seed = 5, CancellationToken = source.Token, ThrowOnCancellation = throws,
            MetricsCallback = epoch =>
            {
                if (epoch.Epoch == 2)
                    source.Cancel();
            },
        };
        if (throws)
            Assert.ThrowsAny<OperationCanceledException>(() => _context.Transforms.ClipContrastive(options).Fit(Pairs()));
        else
        {
            using var model = _context.Transforms.ClipContrastive(options).Fit(Pairs());
            Assert.Contains(_log, line => line.Contains("0.5 of those of epoch"));
        }
    }

    [Theory]
    [InlineData(true, 0, false, 0, "")]
    [InlineData(true, 1, false, 0, "visual.proj")]
    [InlineData(true, 0, true, 2, "text_projection ln_final.weight ln_final.bias transformer.resblocks.0")]
    public void LockedTowersStayAsTheyAre(bool image, int imageGroups, bool text, int textGroups, string unlocked)
    {
        var options = PairPictures.Options();
        (options.LockImageTower, options.UnlockedImageGroups, options.LockTextTower, options.UnlockedTextGroups) = (image, imageGroups, text, textGroups);
        options.MaxEpochs = 1;
        using var model = _context.Transforms.ClipContrastive(options).Fit(Pairs());
        using var fresh = ClipModel.Load(new ClipSource { CustomArchitecture = PairPictures.Architecture, Tokenizer = ClipVocabularyFile.Path, Seed = 5 }, TorchSharp.torch.CPU, _ => { }, default);
        var names = unlocked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        model.Clip.Use(clip =>
        {
            foreach (var ((name, trained), (_, before)) in clip.Network.named_parameters().Zip(fresh.Network.named_parameters()))
            {
                bool locked = (image && ClipNetwork.IsOfImageTower(name)) || (text && ClipNetwork.IsOfTextTower(name));
                bool changes = !locked || names.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
                Assert.True(changes != trained.data<float>().ToArray().SequenceEqual(before.data<float>().ToArray()), name);
            }
            return true;
        });
    }

    [Fact]
    public void TextsThatAreMissingAreCountedAndThoseThatAreCutSaidOnce()
    {
        var rows = PairPictures.Write(Folder("some"), 2, seed: 3);
        rows[4].Text = " ";
        rows[5].Text = rows[6].Text = "one two three four five six seven eight nine ten eleven";
        var options = PairPictures.Options();
        options.MaxEpochs = 1;
        var trainer = _context.Transforms.ClipContrastive(options);
        var message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(_context.Data.LoadFromEnumerable(rows))).Message;
        Assert.Contains("1 of 24 rows have no text in column 'Text': rows 4", message);

        options.MaxBadImages = 0.1;
        _context.Transforms.ClipContrastive(options).Fit(_context.Data.LoadFromEnumerable(rows)).Dispose();
        Assert.Single(_log, line => line.StartsWith("1 of 12 different texts is longer than the 12 tokens", StringComparison.Ordinal));
        Assert.Contains(_log, line => line.StartsWith("12 training images with 23 texts", StringComparison.Ordinal));
    }

    [Fact]
    public void BadImagesAreLeftOutOrTooMany()
    {
        var rows = PairPictures.Write(Folder("some"), 2, seed: 3);
        File.WriteAllText(rows[2].ImagePath, "no picture");
        var options = PairPictures.Options();
        options.MaxEpochs = 1;
        Assert.Throws<VisionTransformers.Data.BadImagesException>(() => _context.Transforms.ClipContrastive(options).Fit(_context.Data.LoadFromEnumerable(rows)));
        (options.MaxBadImages, options.ValidationSetFraction) = (0.5, 0.5f);
        using var model = _context.Transforms.ClipContrastive(options).Fit(_context.Data.LoadFromEnumerable(rows));
        Assert.Throws<InvalidOperationException>(() => model.Transform(_context.Data.LoadFromEnumerable(rows)).GetColumn<float>("Similarity").ToArray());
        model.SkipBadImages = true;
        var similarities = model.Transform(_context.Data.LoadFromEnumerable(rows)).GetColumn<float>("Similarity").ToArray();
        Assert.Equal([2, 3], Enumerable.Range(0, rows.Length).Where(i => float.IsNaN(similarities[i])));
    }

    [Fact]
    public void ImagesMayBeBytes()
    {
        var rows = PairPictures.Write(Folder("bytes"), 2, seed: 3).Select(row => new ByteRow { Picture = File.ReadAllBytes(row.ImagePath), Text = row.Text });
        var options = PairPictures.Options();
        (options.ImageColumnName, options.MaxEpochs) = ("Picture", 1);
        var view = _context.Data.LoadFromEnumerable(rows);
        using var model = _context.Transforms.ClipContrastive(options).Fit(view);
        Assert.All(model.Transform(view).GetColumn<float>("Similarity"), value => Assert.InRange(value, -1.001f, 1.001f));
        Assert.Contains(_log, line => line.StartsWith("12 training images with 24 texts", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeIsRefusedByName()
    {
        void Refused(string name, Action<ClipContrastiveTrainer.Options> set)
        {
            var options = PairPictures.Options();
            set(options);
            Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.ClipContrastive(options).Fit(Pairs())).Message);
        }

        Refused("Mixup", o => o.Mixup = 0.8);
        Refused("LabelSmoothing", o => o.LabelSmoothing = 0.1);
        Refused("FrozenBlocks", o => o.FrozenBlocks = 1);
        Refused("TrainOnly", o => o.TrainOnly = TrainedPart.Head);
        Refused("InterpolationAlpha", o => o.InterpolationAlpha = 1.5);
        Refused("UnlockedImageGroups", o => o.UnlockedImageGroups = 1);
        Refused("3 groups", o => (o.LockTextTower, o.UnlockedTextGroups) = (true, 4));
        Refused("BatchSize", o => o.BatchSize = 1);
        Refused("TextColumnName", o => o.TextColumnName = "");
        Refused("no column 'Caption'", o => o.TextColumnName = "Caption");
        Refused("is a ViT", o => (o.CustomArchitecture, o.Architecture) = (null, "vit_small_patch16_224"));
        Refused("recall@5", o => (o.BestMetricName, o.ValidationSetFraction) = ("accuracy", 0.2f));
    }

    // A chain passes shapes along before it fits, and refuses what isn't in them.
    [Fact]
    public void ShapesSayWhatIsAdded()
    {
        var options = PairPictures.Options();
        options.MaxEpochs = 1;
        using var model = _context.Transforms.ClipContrastive(options)
            .Append(_context.Transforms.CopyColumns("Copy", "Similarity")).Append(_context.Transforms.Concatenate("Both", "ImageEmbedding", "TextEmbedding")).Fit(Pairs());
        var schema = model.Transform(Pairs()).Schema;
        Assert.Equal(NumberDataViewType.Single, schema["Copy"].Type);
        Assert.Equal(24, ((VectorDataViewType)schema["Both"].Type).Size);
        var lost = _context.Transforms.CopyColumns("Copy", "Text").Append(_context.Transforms.DropColumns("Text")).Append(_context.Transforms.ClipContrastive(options));
        Assert.Contains("Text", Assert.ThrowsAny<ArgumentException>(() => lost.Fit(Pairs())).Message);
    }

    [Fact]
    public void TheShortFormChoosesTheRecipeByWhatItStartsFrom()
    {
        Assert.Equal(1e-5, new ClipContrastiveTrainer.Options().LearningRate);
        Assert.Equal((0.98, 1e-6, false), (new ClipContrastiveTrainer.Options().Beta2, new ClipContrastiveTrainer.Options().Epsilon, new ClipContrastiveTrainer.Options().HorizontalFlip));
        var tuned = new ClipContrastiveTrainer.Options { Recipe = ContrastiveRecipes.OpenAI, WeightDecay = 0.3 };
        Assert.Equal((5e-4, 0.3, true, 32), (tuned.LearningRate, tuned.WeightDecay, tuned.DecayPositions, tuned.MaxEpochs));
    }

    private IDataView Pairs() => PairPictures.Load(_context, Folder("train"));

    private string Folder(string name) => Path.Combine(_folder.Path, name);

    private sealed class Scored
    {
        public float Similarity { get; set; }
    }

    private sealed class ByteRow
    {
        public byte[] Picture { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
