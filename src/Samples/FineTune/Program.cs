// Teaches a vision transformer new classes with 5 photographs of each, starting from weights that it learnt on others.
//
//   dotnet run -c Release --project src/Samples/FineTune                                              weights are made here first, see step 1
//   dotnet run -c Release --project src/Samples/FineTune -- --weights google/vit-base-patch16-224     published ones: a name on the hub, a file or a folder
//
// Expected, in a minute on 2 CPU cores:
//   fine-tuned: 83.3 % of 400 test photographs
//   from scratch: 77.2 % of 400 test photographs
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
var isPublished = weights != null;
if (!File.Exists("artifacts/fashion/complete"))
{
    Console.Error.WriteLine("The photographs are missing, artifacts/fashion: build/fashion makes them.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);

// A folder of images, one subfolder a class, becomes rows of ImagePath and Label.
var train = Photographs("artifacts/fashion/train");
var test = Photographs("artifacts/fashion/test");
string[] newClasses = ["T-shirt", "Coat", "Sneaker", "Ankle boot"];

// 1. Weights to start from. Published ones are best: they have seen millions of photographs. Without a network to fetch them from, a small transformer
//    learns the six other classes of clothing first, and its weights are written as HuggingFace's library would.
if (!isPublished)
{
    Console.WriteLine("1. Learning six other classes of clothing, with 600 photographs of each");
    var first = Fit(Options(epochs: 12), Select(train, label => !newClasses.Contains(label), each: 600));
    weights = "artifacts/samples/fine-tune/six-classes";
    first.LastTransformer.SaveWeights(weights, WeightNaming.HuggingFace);
}

// 2. The new classes. Options.Weights takes whatever its publisher made: the size of the network and how images are prepared are read from it.
var few = Select(train, newClasses.Contains, each: 5);
var unseen = Select(test, newClasses.Contains, each: 100);
Console.WriteLine($"2. Learning {newClasses.Length} new classes from {weights}, with 5 photographs of each");
var fineTuning = new ViTTrainer.Options
{
    FeatureColumnName = "ImagePath",
    Weights = weights,
    MaxEpochs = Epochs(30),
    BatchSize = 16,
    LearningRate = isPublished ? 5e-5 : 1e-3, // the larger the network, the smaller the steps
    RandomCropMinArea = 1,                    // no random crops: the photographs are centred
    ValidationSetFraction = null,             // too few to keep some of them back
};
Show("fine-tuned", Fit(fineTuning, few), unseen);

// 3. For comparison: the same photographs, and random weights.
Console.WriteLine("3. The same from random weights");
var fromScratch = Options(epochs: 30);
fromScratch.BatchSize = 16;
Show("from scratch", Fit(fromScratch, few), unseen);

int Epochs(int epochs) => isShort ? 1 : epochs;

IEnumerable<Photograph> Photographs(string folder) =>
    mlContext.Data.CreateEnumerable<Photograph>(mlContext.Data.LoadImageFolder(folder), reuseRowObject: false);

IDataView Select(IEnumerable<Photograph> photographs, Func<string, bool> isWanted, int each) => mlContext.Data.LoadFromEnumerable(
    photographs.Where(photograph => isWanted(photograph.Label)).GroupBy(photograph => photograph.Label).SelectMany(label => label.Take(isShort ? Math.Min(each, 20) : each)).ToArray());

// A vision transformer small enough for a CPU: 16 patches of 7 x 7 pixels, 4 blocks of width 96.
ViTTrainer.Options Options(int epochs) => new()
{
    Recipe = null, // all that matters is set here
    FeatureColumnName = "ImagePath",
    CustomArchitecture = new VisionArchitecture
    {
        Name = "fashion-vit-patch7-28",
        Configuration = new ViTConfiguration { ImageHeight = 28, ImageWidth = 28, PatchSize = 7, Dim = 96, Depth = 4, Heads = 3 },
        Preprocessing = new ImagePreprocessing { Width = 28, Height = 28, ResizeMode = ResizeMode.None, Mean = [0.286f, 0.286f, 0.286f], Std = [0.353f, 0.353f, 0.353f] },
    },
    MaxEpochs = Epochs(epochs),
    BatchSize = 128,
    LearningRate = 1e-3,
    RandomCropMinArea = 1,
    ValidationSetFraction = null,
};

TransformerChain<ViTTransformer> Fit(ViTTrainer.Options options, IDataView photographs)
{
    options.ProgressCallback = ConsoleProgress.Show;
    return mlContext.Transforms.Conversion.MapValueToKey("Label").Append(mlContext.MulticlassClassification.Trainers.ViT(options)).Fit(photographs);
}

void Show(string name, ITransformer model, IDataView photographs)
{
    var accuracy = mlContext.MulticlassClassification.Evaluate(model.Transform(photographs)).MicroAccuracy;
    Console.WriteLine($"   {name}: {accuracy:P1} of {photographs.GetColumn<string>("Label").Count()} test photographs");
}

internal sealed class Photograph
{
    public string ImagePath { get; set; } = "";
    public string Label { get; set; } = "";
}
