// Finds pictures that are unlike all others: a masked autoencoder that has seen shoes only reconstructs other things badly.
//
//   dotnet run -c Release --project src/Samples/Anomaly
//
// Expected, in two minutes on 2 CPU cores (errors of classes that it has not seen 0.66 to 1.00, of shoes 0.22 to 0.36):
//   area under the ROC curve: 0.903
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var output = "artifacts/samples/anomaly";
Directory.CreateDirectory(output);
if (!File.Exists("artifacts/fashion/complete"))
{
    Console.Error.WriteLine("The photographs are missing, artifacts/fashion: build/fashion makes them.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);
string[] shoes = ["Sandal", "Sneaker", "Ankle boot"];

// 1. Normal is what a masked autoencoder has learnt from. It needs no labels, and no example of what is not normal.
var options = new MaskedAutoencoderTrainer.Options
{
    // 49 patches of 4 x 4 pixels; an encoder of 4 blocks of width 96, and a smaller decoder.
    CustomArchitecture = new VisionArchitecture
    {
        Name = "fashion-mae-patch4-28",
        Configuration = new MaeConfiguration
        {
            ImageHeight = 28, ImageWidth = 28, PatchSize = 4, Dim = 96, Depth = 4, Heads = 3, DecoderDim = 64, DecoderDepth = 2, DecoderHeads = 2,
        },
        Preprocessing = new ImagePreprocessing { Width = 28, Height = 28, ResizeMode = ResizeMode.None, Mean = [0.286f, 0.286f, 0.286f], Std = [0.353f, 0.353f, 0.353f] },
    },
    NormalizePixels = false,  // here brightness and contrast matter
    LossColumnName = "Error", // how badly a photograph is reconstructed
    ReconstructionColumnName = "Reconstruction",
    MaxEpochs = isShort ? 1 : 40,
    BatchSize = 64,
    LearningRate = 1e-3,
    WarmupFraction = 0.1,
    RandomCropMinArea = 0.8,
    ProgressCallback = ConsoleProgress.Show,
};
var normal = Photographs("artifacts/fashion/train").Where(photograph => shoes.Contains(photograph.Label));
var model = mlContext.Transforms.MaskedAutoencoder(options).Fit(mlContext.Data.LoadFromEnumerable(normal.Take(isShort ? 128 : int.MaxValue).ToArray()));

// 2. Every test photograph gets its error. A good score puts the odd ones first: the area under the ROC curve is the share of pairs of an odd and a normal
//    photograph in which the odd one has the larger error.
var scored = mlContext.Data.CreateEnumerable<Scored>(model.Transform(mlContext.Data.LoadImageFolder("artifacts/fashion/test")), reuseRowObject: false)
    .Where((_, i) => !isShort || i % 20 == 0).OrderByDescending(photograph => photograph.Error).ToArray();
Console.WriteLine();
foreach (var label in scored.GroupBy(photograph => photograph.Label).OrderByDescending(label => label.Average(photograph => photograph.Error)))
    Console.WriteLine($"{label.Key,-12} {label.Average(photograph => photograph.Error):F3} {(shoes.Contains(label.Key) ? "normal" : "")}");
Console.WriteLine($"area under the ROC curve: {AreaUnderRoc(scored):F3}");

// 3. Pictures of the oddest one and of the most normal one, as they are and as the network would have them. An image of a row is good until the next row
//    is read, so it is saved at once.
var chosen = model.Transform(mlContext.Data.LoadFromEnumerable<Photograph>([scored[0], scored[^1]]));
foreach (var (name, photograph) in new[] { "oddest", "most-normal" }.Zip(mlContext.Data.CreateEnumerable<Reconstructed>(chosen, reuseRowObject: false)))
{
    File.Copy(photograph.ImagePath, Path.Combine(output, $"{name}.png"), overwrite: true);
    photograph.Reconstruction!.Save(Path.Combine(output, $"{name}-reconstructed.png"));
}
Console.WriteLine($"Wrote {Path.Combine(output, "oddest.png")} and three others.");

IEnumerable<Photograph> Photographs(string folder) =>
    mlContext.Data.CreateEnumerable<Photograph>(mlContext.Data.LoadImageFolder(folder), reuseRowObject: false);

double AreaUnderRoc(Scored[] descending)
{
    double pairs = 0, odd = 0;
    foreach (var photograph in descending)
    {
        if (shoes.Contains(photograph.Label))
            pairs += odd;
        else
            odd++;
    }
    return pairs / (odd * (descending.Length - odd));
}

internal class Photograph
{
    public string ImagePath { get; set; } = "";
    public string Label { get; set; } = "";
}

internal sealed class Scored : Photograph
{
    public float Error { get; set; }
}

internal sealed class Reconstructed : Photograph
{
    [ImageType(28, 28)]
    public MLImage? Reconstruction { get; set; }
}
