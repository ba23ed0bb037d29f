// Learns what clothing looks like from photographs without labels, by a masked autoencoder (MAE), and then what it is called from ten labels a class.
//
//   dotnet run -c Release --project src/Samples/PretrainThenFineTune
//   dotnet run -c Release --project src/Samples/PretrainThenFineTune -- --weights facebook/vit-mae-base    goes on from published weights
//
// Expected, in three minutes on 2 CPU cores:
//   pretrained 60.6 %, from scratch 48.5 %
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var weights = args.SkipWhile(arg => arg != "--weights").Skip(1).FirstOrDefault();
var folder = "artifacts/samples/pretrain";
if (!File.Exists("artifacts/fashion/complete"))
{
    Console.Error.WriteLine("The photographs are missing, artifacts/fashion: build/fashion makes them.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);
var preprocessing = new ImagePreprocessing { Width = 28, Height = 28, ResizeMode = ResizeMode.None, Mean = [0.286f, 0.286f, 0.286f], Std = [0.353f, 0.353f, 0.353f] };

var train = mlContext.Data.LoadImageFolder("artifacts/fashion/train");
var test = mlContext.Data.LoadImageFolder("artifacts/fashion/test");

// 1. Pretraining: three quarters of the patches of each photograph are hidden, and the network learns to paint them. Labels are not looked at. What
//    happened is in the output folder: curves, and every ten epochs a picture of photographs, what the network saw of them, and what it made of that.
var pretraining = new MaskedAutoencoderTrainer.Options
{
    Weights = weights,
    MaxEpochs = isShort ? 1 : 20,
    BatchSize = 128,
    LearningRate = weights == null ? 1e-3 : 1.5e-4, // MAE's own is for large networks; a small one on small photographs stands more
    WarmupFraction = 0.1,
    RandomCropMinArea = 0.6,
    OutputFolder = folder,
    ExistingRun = ExistingRun.Overwrite,
    ProgressCallback = ConsoleProgress.Show,
};
if (weights == null)
{
    // 49 patches of 4 x 4 pixels; an encoder of 4 blocks of width 96, and a smaller decoder.
    pretraining.CustomArchitecture = new VisionArchitecture
    {
        Name = "fashion-mae-patch4-28",
        Configuration = new MaeConfiguration
        {
            ImageHeight = 28, ImageWidth = 28, PatchSize = 4, Dim = 96, Depth = 4, Heads = 3, DecoderDim = 64, DecoderDepth = 2, DecoderHeads = 2,
        },
        Preprocessing = preprocessing,
    };
}
Console.WriteLine("1. Pretraining without labels");
mlContext.Transforms.MaskedAutoencoder(pretraining).Fit(isShort ? mlContext.Data.TakeRows(train, 256) : train);

// 2. Fine-tuning: the folder of the pretraining is the weights.
var few = mlContext.Data.LoadFromEnumerable(mlContext.Data.CreateEnumerable<Photograph>(train, reuseRowObject: false)
    .GroupBy(photograph => photograph.Label).SelectMany(label => label.Take(10)).ToArray());
Console.WriteLine("2. Fine-tuning with ten labels a class");
var fineTuned = Accuracy(new ViTTrainer.Options { Weights = folder });

// 3. For comparison: the same labels, and the same network from random weights. A published network is too large to learn from a hundred photographs.
if (weights != null)
{
    Console.WriteLine($"pretrained {fineTuned:P1}; from scratch is left out, which compares the small network of this sample only");
    return;
}
Console.WriteLine("3. The same from random weights");
var fromScratch = Accuracy(new ViTTrainer.Options
{
    CustomArchitecture = new VisionArchitecture
    {
        Name = "fashion-vit-patch4-28",
        Configuration = new ViTConfiguration { ImageHeight = 28, ImageWidth = 28, PatchSize = 4, Dim = 96, Depth = 4, Heads = 3, Pooling = ViTPooling.Average },
        Preprocessing = preprocessing,
    },
});
Console.WriteLine($"pretrained {fineTuned:P1}, from scratch {fromScratch:P1}");

double Accuracy(ViTTrainer.Options options)
{
    options.Recipe = null; // all that matters is set here, and the same for both
    options.FeatureColumnName = "ImagePath";
    options.MaxEpochs = isShort ? 1 : 40;
    options.BatchSize = 20;
    options.LearningRate = weights == null ? 5e-4 : 5e-5; // the larger the network, the smaller the steps
    options.RandomCropMinArea = 1;        // no random crops: the photographs are centred
    options.ValidationSetFraction = null; // too few to keep some of them back
    options.ProgressCallback = ConsoleProgress.Show;
    var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label").Append(mlContext.MulticlassClassification.Trainers.ViT(options));
    return mlContext.MulticlassClassification.Evaluate(pipeline.Fit(few).Transform(test)).MicroAccuracy;
}

internal sealed class Photograph
{
    public string ImagePath { get; set; } = "";
    public string Label { get; set; } = "";
}
