// Sorts photographs into classes by a linear model on the vectors that a vision transformer makes of them: ML.NET's own trainers, clusterings and projections
// do the rest, in seconds and without a GPU.
//
//   dotnet run -c Release --project src/Samples/LinearProbe                                              weights are made here first, see step 1
//   dotnet run -c Release --project src/Samples/LinearProbe -- --weights facebook/dino-vits16            published ones: a name on the hub, a file or a folder
//
// Expected, in a minute on 2 CPU cores:
//   85.8 % of the test photographs
//   Groups found without labels: normalized mutual information with the classes 0.48
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var weights = args.SkipWhile(arg => arg != "--weights").Skip(1).FirstOrDefault();
var output = "artifacts/samples/linear-probe";
Directory.CreateDirectory(output);
if (!File.Exists("artifacts/fashion/complete"))
{
    Console.Error.WriteLine("The photographs are missing, artifacts/fashion: build/fashion makes them.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);
string[] newClasses = ["T-shirt", "Coat", "Sneaker", "Ankle boot"];

// 1. Weights. Published ones are best: they have seen millions of photographs. Without a network to fetch them from, a small transformer learns the six other
//    classes of clothing first.
if (weights == null)
{
    Console.WriteLine("1. Learning six other classes of clothing");
    weights = Path.Combine(output, "six-classes");
    TrainOnOthers().SaveWeights(weights, WeightNaming.HuggingFace);
}

// 2. Embeddings, and a linear model on them: the four new classes, 50 photographs of each.
Console.WriteLine($"2. A linear model on the embeddings by {weights}");
var train = Photographs("artifacts/fashion/train", newClasses.Contains, each: 50);
var test = Photographs("artifacts/fashion/test", newClasses.Contains, each: 100);
var embedding = mlContext.Transforms.VisionEmbedding("Features", "ImagePath", weights);
var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
    .Append(embedding)
    .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 1))
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var model = pipeline.Fit(train);
var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(test), predictedLabelColumnName: "PredictedLabel");
Console.WriteLine($"   {metrics.MicroAccuracy:P1} of the test photographs");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

// 3. Saved and loaded like any model of ML.NET, network included.
var modelPath = Path.Combine(output, "model.zip");
mlContext.Model.Save(model, train.Schema, modelPath);
var loaded = new MLContext().Model.Load(modelPath, out _);
using (var engine = mlContext.Model.CreatePredictionEngine<Photograph, Prediction>(loaded))
{
    var path = "artifacts/fashion/test/Sneaker/000.png";
    Console.WriteLine($"3. Loaded from {modelPath}: {path} is a {engine.Predict(new Photograph { ImagePath = path }).PredictedLabel}");
}

// 4. Without labels: the embeddings of the test photographs, projected to eight dimensions, fall into groups. How much the groups tell of the classes is 1
//    where they are the same, and 0 where they have nothing to do with each other.
var groups = mlContext.Transforms.Conversion.MapValueToKey("Label")
    .Append(embedding)
    .Append(mlContext.Transforms.ProjectToPrincipalComponents("Features", rank: 8))
    .Append(mlContext.Clustering.Trainers.KMeans(numberOfClusters: 4))
    .Fit(test).Transform(test);
var clustering = mlContext.Clustering.Evaluate(groups, labelColumnName: "Label", featureColumnName: "Features");
Console.WriteLine($"4. Groups found without labels: normalized mutual information with the classes {clustering.NormalizedMutualInformation:F2}");

IDataView Photographs(string folder, Func<string, bool> isWanted, int each) => mlContext.Data.LoadFromEnumerable(
    mlContext.Data.CreateEnumerable<Photograph>(mlContext.Data.LoadImageFolder(folder), reuseRowObject: false)
        .Where(photograph => isWanted(photograph.Label)).GroupBy(photograph => photograph.Label).SelectMany(label => label.Take(isShort ? Math.Min(each, 20) : each)).ToArray());

ViTTransformer TrainOnOthers()
{
    // 16 patches of 7 x 7 pixels, 4 blocks of width 96.
    var options = new ViTTrainer.Options
    {
        Recipe = null, // all that matters is set here
        FeatureColumnName = "ImagePath",
        CustomArchitecture = new VisionArchitecture
        {
            Name = "fashion-vit-patch7-28",
            Configuration = new ViTConfiguration { ImageHeight = 28, ImageWidth = 28, PatchSize = 7, Dim = 96, Depth = 4, Heads = 3 },
            Preprocessing = new ImagePreprocessing { Width = 28, Height = 28, ResizeMode = ResizeMode.None, Mean = [0.286f, 0.286f, 0.286f], Std = [0.353f, 0.353f, 0.353f] },
        },
        MaxEpochs = isShort ? 1 : 12,
        BatchSize = 128,
        LearningRate = 1e-3,
        RandomCropMinArea = 1, // no random crops: the photographs are centred
        ValidationSetFraction = null,
        ProgressCallback = ConsoleProgress.Show,
    };
    return mlContext.Transforms.Conversion.MapValueToKey("Label").Append(mlContext.MulticlassClassification.Trainers.ViT(options))
        .Fit(Photographs("artifacts/fashion/train", label => !newClasses.Contains(label), each: 600)).LastTransformer;
}

internal sealed class Photograph
{
    public string ImagePath { get; set; } = "";
    public string Label { get; set; } = "";
}

internal sealed class Prediction
{
    public string PredictedLabel { get; set; } = "";
}
