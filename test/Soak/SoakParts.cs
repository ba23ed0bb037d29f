using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace Soak;

/// <summary>What a program does for days: score, and train. Each part tells how often it has done so.</summary>
internal static class SoakParts
{
    public const string Cursor = "cursor", Engine = "engine", Training = "training";

    private const int BatchSize = 16;

    public static IReadOnlyDictionary<string, Func<string, Action<int, Action<int>>>> All { get; } = new Dictionary<string, Func<string, Action<int, Action<int>>>>
    {
        [Cursor] = root => (count, done) => ScoreByCursor(root, count, done),
        [Engine] = root => (count, done) => ScoreByEngine(root, count, done),
        [Training] = root => (count, done) => Train(root, count, done),
    };

    /// <summary>The model that is scored with.</summary>
    public static void WriteModel(string root)
    {
        var context = new MLContext(seed: 1);
        var images = context.Data.LoadImageFolder(SoakPictures.TrainingFolder(root));
        var model = Pipeline(context, Options(epochs: 1)).Fit(images);
        context.Model.Save(model, images.Schema, ModelPath(root));
    }

    private static void ScoreByCursor(string root, int count, Action<int> done)
    {
        var context = new MLContext(seed: 1);
        var model = context.Model.Load(ModelPath(root), out _);
        var paths = Paths(root);
        var images = context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => paths[i % paths.Length]));
        var rows = 0;
        foreach (var row in context.Data.CreateEnumerable<Prediction>(model.Transform(images), reuseRowObject: true))
            done(Checked(row, ++rows));
    }

    private static void ScoreByEngine(string root, int count, Action<int> done)
    {
        var context = new MLContext(seed: 1);
        var model = context.Model.Load(ModelPath(root), out _);
        var paths = Paths(root);
        using var engine = context.Model.CreatePredictionEngine<Picture, Prediction>(model);
        for (var i = 0; i < count; i++)
            done(Checked(engine.Predict(paths[i % paths.Length]), i + 1));
    }

    private static void Train(string root, int count, Action<int> done)
    {
        var context = new MLContext(seed: 1);
        var train = context.Data.LoadImageFolder(SoakPictures.TrainingFolder(root));
        var stepsPerEpoch = Paths(root).Length / BatchSize;
        var options = Options(epochs: (count + stepsPerEpoch - 1) / stepsPerEpoch);
        options.ValidationSet = context.Transforms.Conversion.MapValueToKey("Label").Fit(train)
            .Transform(context.Data.LoadImageFolder(SoakPictures.ValidationFolder(root)));
        options.OutputFolder = Path.Combine(root, "run");
        options.EmaDecay = 0.99;
        options.GradientClipNorm = 1;
        options.RandAugment = "rand-m9-mstd0.5-inc1";
        options.RandomErasing = 0.25;
        options.Mixup = 0.8;
        options.Cutmix = 1;
        options.MetricsCallback = epoch => done(epoch.Epoch * stepsPerEpoch);
        Pipeline(context, options).Fit(train);
    }

    private static IEstimator<ITransformer> Pipeline(MLContext context, ViTTrainer.Options options) => context.Transforms.Conversion.MapValueToKey("Label")
        .Append(context.MulticlassClassification.Trainers.ViT(options));

    private static ViTTrainer.Options Options(int epochs) => new()
    {
        FeatureColumnName = nameof(Picture.ImagePath),
        CustomArchitecture = new VisionArchitecture
        {
            Name = "soak-vit-patch8-32",
            Configuration = new ViTConfiguration { ImageHeight = 32, ImageWidth = 32, PatchSize = 8, Dim = 48, Depth = 2, Heads = 3, MlpRatio = 2 },
            Preprocessing = new ImagePreprocessing
            {
                Width = 32, Height = 32, ResizeMode = ResizeMode.Square, Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f],
            },
        },
        MaxEpochs = epochs,
        BatchSize = BatchSize,
        DropPathRate = 0.1,
        DropRate = 0.1,
    };

    private static string ModelPath(string root) => Path.Combine(root, "model.zip");

    private static Picture[] Paths(string root) =>
        [.. Directory.EnumerateFiles(SoakPictures.TrainingFolder(root), "*.jpg", SearchOption.AllDirectories).Order().Select(path => new Picture { ImagePath = path })];

    private static int Checked(Prediction prediction, int done) => prediction.Score is [var a, var b] && Math.Abs(a + b - 1) < 1e-4 ? done
        : throw new InvalidOperationException($"Image {done} was not scored.");

    private sealed class Picture
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
