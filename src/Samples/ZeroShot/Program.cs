// Classifies pictures into classes that are given by their names only: no picture of them is needed, and another list of names takes a moment.
//
//   dotnet run -c Release --project src/Samples/ZeroShot                                                with a small CLIP that is trained here first
//   dotnet run -c Release --project src/Samples/ZeroShot -- --weights openai/clip-vit-base-patch32      with a published one: a name on the hub, a file or a folder
//
// Expected of the small one, in half a minute on 2 CPU cores (it has seen each thing in one drawing; guessing is right 5 times of 100):
//   55 % right, 80 % among the first three
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var weights = args.SkipWhile(arg => arg != "--weights").Skip(1).FirstOrDefault();
var published = weights != null;
if (!File.Exists("artifacts/emoji/complete"))
{
    Console.Error.WriteLine("The drawings are missing, artifacts/emoji: build/emoji fetches them.");
    Environment.ExitCode = 1;
    return;
}
if (!published && !File.Exists("artifacts/clip/bpe_simple_vocab_16e6.txt"))
{
    Console.Error.WriteLine("CLIP's vocabulary is missing, artifacts/clip: build/clip-vocabulary fetches it. Published weights (--weights) bring their own.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);
weights ??= TrainSmallClip("artifacts/samples/zero-shot/clip-emoji");

// 1. Twitter's drawings of twenty things, which Google draws otherwise. The names of the classes are the values of the label's keys.
string[] names =
[
    "tiger", "elephant", "penguin", "octopus", "butterfly", "cactus", "sunflower", "banana", "slice of pizza", "hamburger",
    "doughnut", "soft ice cream", "bicycle", "sailboat", "rocket", "fire engine", "helicopter", "european castle", "ferris wheel", "snowman",
];
var drawings = mlContext.Data.LoadFromEnumerable(Emoji("twitter").Where(drawing => names.Contains(drawing.Text)).ToArray());
var zeroShot = mlContext.Transforms.Conversion.MapValueToKey("Label", "Text")
    .Append(mlContext.Transforms.ClipZeroShot(weights, templates: published ? ["a drawing of a {}.", "an emoji of a {}."] : ["{}"], featureColumnName: "ImagePath")).Fit(drawings);
var scored = zeroShot.Transform(drawings);
var metrics = mlContext.MulticlassClassification.Evaluate(scored, topKPredictionCount: 3);
scored = mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);
Console.WriteLine();
foreach (var drawing in mlContext.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false))
    Console.WriteLine($"{drawing.Text,-18} -> {drawing.PredictedLabel} ({drawing.Score.Max():P0})");
Console.WriteLine($"{metrics.MicroAccuracy:P0} right, {metrics.TopKAccuracy:P0} among the first three");

// 2. Other classes for the same pictures: the network stays as it is, only names are read anew.
ClipZeroShotTransformer fruit = zeroShot.LastTransformer.WithClasses(["banana", "grapes", "pineapple"]);
foreach (var drawing in mlContext.Data.CreateEnumerable<Scores>(fruit.Transform(drawings), reuseRowObject: false).Where(drawing => drawing.Text == "banana"))
    Console.WriteLine($"{drawing.Text} among fruit: {string.Join(", ", fruit.ClassNames.Zip(drawing.Score, (name, score) => $"{name} {score:P0}"))}");

// Without a network to fetch a published CLIP from, a small one learns Google's drawings of animals, food and places by their names. Like any CLIP it knows
// no classes, but what it knows is only what it has seen: some 500 things, and English as far as their names go.
string TrainSmallClip(string folder)
{
    Console.WriteLine("Learning Google's drawings by their names");
    var options = new ClipContrastiveTrainer.Options
    {
        Recipe = ContrastiveRecipes.FromScratch,
        CustomArchitecture = new VisionArchitecture
        {
            Name = "emoji-clip-patch16-64",
            Configuration = new ClipConfiguration
            {
                ImageHeight = 64, ImageWidth = 64, PatchSize = 16, EmbeddingDim = 128, VisionWidth = 128, VisionLayers = 4, VisionHeads = 4,
                TextWidth = 128, TextLayers = 2, TextHeads = 4, Activation = Activation.Gelu,
            },
            Preprocessing = ImagePreprocessing.Squash(64) with
            {
                Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
                // Drawings are transparent where nothing is drawn, and turned ones leave a gap.
                Background = [255, 255, 255], Fill = [255, 255, 255],
            },
        },
        Tokenizer = "artifacts/clip/bpe_simple_vocab_16e6.txt", // CLIP's byte pairs; published weights bring their own
        MaxEpochs = isShort ? 1 : 30,
        BatchSize = 64,
        LearningRate = 1e-3,
        RandomCropMinArea = 0.5,
        Rotation = 10,
        ColorJitter = 0.4,
        ValidationSetFraction = null,
        ProgressCallback = ConsoleProgress.Show,
    };
    // Pairs of an image and a text in the columns ImagePath and Text; mlContext.Data.LoadImageTextPairs reads them from a table.
    var pairs = mlContext.Data.LoadFromEnumerable(Emoji("google").Take(isShort ? 64 : int.MaxValue).ToArray());
    using var model = mlContext.Transforms.ClipContrastive(options).Fit(pairs);
    model.SaveWeights(folder, WeightNaming.HuggingFace);
    return folder;
}

// The drawings of animals, plants, food, vehicles and places by one company, each with its name.
IEnumerable<Drawing> Emoji(string company)
{
    string[] categories = ["Animals & Nature", "Food & Drink", "Travel & Places"];
    using var list = JsonDocument.Parse(File.ReadAllText("artifacts/emoji/emoji.json"));
    return list.RootElement.EnumerateArray().Where(emoji => categories.Contains(emoji.GetProperty("category").GetString()))
        .Select(emoji => new Drawing
        {
            ImagePath = $"artifacts/emoji/{company}/{emoji.GetProperty("image").GetString()}",
            Text = emoji.GetProperty("name").GetString()!.ToLowerInvariant(),
        })
        .Where(drawing => File.Exists(drawing.ImagePath)).ToArray();
}

internal class Drawing
{
    public string ImagePath { get; set; } = "";
    public string Text { get; set; } = "";
}

internal class Scores : Drawing
{
    public float[] Score { get; set; } = [];
}

internal sealed class Prediction : Scores
{
    public string PredictedLabel { get; set; } = "";
}
