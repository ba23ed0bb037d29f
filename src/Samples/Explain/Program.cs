// Shows which parts of a picture made a classifier choose its class: Grad-CAM (of one class) and attention rollout (of the whole prediction).
//
//   dotnet run -c Release --project src/Samples/Explain                                        trains a small classifier of emoji first
//   dotnet run -c Release --project src/Samples/Explain -- --model model.zip --image photo.jpg    explains a saved model of yours (Swin by Grad-CAM alone)
//
// Expected, in a minute and a half on 2 CPU cores: 63.7 % of Twitter's drawings, and for the monkey "Animals & Nature (62.6 %)". Then for each of three pictures two
// maps, 8 x 8 patches as characters, the denser the more they counted, and two PNG files with the maps as colours over the picture.
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var modelPath = Option("--model");
var imagePath = Option("--image");
if ((modelPath == null || imagePath == null) && !File.Exists("artifacts/emoji/complete"))
{
    Console.Error.WriteLine("The drawings are missing, artifacts/emoji: build/emoji fetches them.");
    Environment.ExitCode = 1;
    return;
}
var output = "artifacts/samples/explain";
Directory.CreateDirectory(output);
var mlContext = new MLContext(seed: 1);

// 1. A classifier: yours, or one that learns Google's drawings of emoji and is tried on Twitter's, which it has never seen.
var model = modelPath == null ? Train() : mlContext.Model.Load(modelPath, out _);
var classifier = model.ImageClassifier();

// 2. What it looked at. Explain takes a file or an MLImage, and the class to explain: by default the likeliest one.
foreach (var path in imagePath == null ? [Twitter("1f60e"), Twitter("1f435"), Twitter("1f35f")] : new[] { imagePath }) // sunglasses, monkey, French fries
{
    var cam = classifier.Explain(path);
    var explanations = new List<ImageExplanation> { cam };
    Console.WriteLine($"{path}: {cam.ClassName} ({cam.Score:P1})");
    try
    {
        explanations.Add(classifier.Explain(path, new ExplanationOptions { Method = ExplanationMethod.AttentionRollout, DiscardRatio = 0.9 }));
    }
    catch (NotSupportedException reason) // Swin
    {
        Console.WriteLine($"  without attention rollout: {reason.Message}");
    }
    PrintSideBySide(explanations);
    foreach (var explanation in explanations)
    {
        var picture = Path.Combine(output, $"{Path.GetFileNameWithoutExtension(path)}-{explanation.Method}.png");
        explanation.Save(picture);
        Console.WriteLine($"  {picture}");
    }
}

string? Option(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();

string Twitter(string name) => $"artifacts/emoji/twitter/{name}.png";

TransformerChain<ViTTransformer> Train()
{
    // 64 patches of 8 x 8 pixels, so that the maps have 8 x 8 values; 4 blocks of width 128.
    var options = new ViTTrainer.Options
    {
        Recipe = null, // all that matters is set here
        FeatureColumnName = "ImagePath",
        CustomArchitecture = new VisionArchitecture
        {
            Name = "emoji-vit-patch8-64",
            Configuration = new ViTConfiguration { ImageHeight = 64, ImageWidth = 64, PatchSize = 8, Dim = 128, Depth = 4, Heads = 4 },
            Preprocessing = new ImagePreprocessing
            {
                Width = 64, Height = 64, ResizeMode = ResizeMode.None, Mean = [0.5f, 0.5f, 0.5f], Std = [0.5f, 0.5f, 0.5f],
                Background = [255, 255, 255], // behind drawings that are transparent where nothing is drawn
            },
        },
        MaxEpochs = isShort ? 1 : 20,
        BatchSize = 32,
        LearningRate = 1e-3,
        RandomCropMinArea = 0.6,
        ValidationSetFraction = null,
        ProgressCallback = ConsoleProgress.Show,
    };
    var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label").Append(mlContext.MulticlassClassification.Trainers.ViT(options));
    var trained = pipeline.Fit(Emoji("google"));
    var metrics = mlContext.MulticlassClassification.Evaluate(trained.Transform(Emoji("twitter")));
    Console.WriteLine($"accuracy on Twitter's drawings: {metrics.MicroAccuracy:P1}");
    return trained;
}

// The emoji of five categories, as one company drew them.
IDataView Emoji(string company)
{
    string[] categories = ["Smileys & Emotion", "People & Body", "Animals & Nature", "Food & Drink", "Flags"];
    using var list = JsonDocument.Parse(File.ReadAllText("artifacts/emoji/emoji.json"));
    var drawings = list.RootElement.EnumerateArray()
        .Select(emoji => new Drawing { Label = emoji.GetProperty("category").GetString()!, ImagePath = $"artifacts/emoji/{company}/{emoji.GetProperty("image").GetString()}" })
        .Where(drawing => categories.Contains(drawing.Label) && File.Exists(drawing.ImagePath));
    return mlContext.Data.LoadFromEnumerable((isShort ? drawings.Where((_, i) => i % 8 == 0) : drawings).ToArray());
}

// A character for each patch, the denser the more it counted: Grad-CAM left, attention rollout right, where there is one.
void PrintSideBySide(List<ImageExplanation> explanations)
{
    var maps = explanations.Select(explanation => explanation.PatchValues).ToArray();
    for (var row = 0; row < maps[0].GetLength(0); row++)
        Console.WriteLine(string.Concat(maps.Select(map => $"    {Shades(map, row)}")));
}

string Shades(float[,] values, int row)
{
    const string Shade = " .:-=+*#%@";
    var all = values.Cast<float>();
    var (least, most) = (all.Min(), all.Max());
    return string.Concat(Enumerable.Range(0, values.GetLength(1)).Select(column => new string(Shade[(int)((values[row, column] - least) / Math.Max(most - least, 1e-9f) * 9.99f)], 2)));
}

internal sealed class Drawing
{
    public string ImagePath { get; set; } = "";
    public string Label { get; set; } = "";
}
