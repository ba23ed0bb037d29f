// Trains a small network in a folder, a checkpoint at each step, so that a test can end it at any moment and start it again.
//   TrainingProcess IMAGES FOLDER MILLISECONDS-A-STEP
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.VisionTransformers;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

var pause = int.Parse(args[2], CultureInfo.InvariantCulture);
using var signals = TerminationSignals.Watch();
var context = new MLContext();
var images = context.Data.LoadImageFolder(args[0]);
var options = new ViTTrainer.Options
{
    Recipe = null,
    FeatureColumnName = "ImagePath",
    CustomArchitecture = new VisionArchitecture
    {
        Name = "tiny",
        Configuration = new ViTConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, PatchSize = 8, Dim = 24, Depth = 2, Heads = 2, DropPathRate = 0.2, DropRate = 0.1,
        },
        Preprocessing = ImagePreprocessing.Squash(32),
    },
    MaxEpochs = 8,
    BatchSize = 8,
    LearningRate = 2e-3,
    GradientAccumulation = 2,
    GradientClipNorm = 1,
    EmaDecay = 0.9,
    LayerDecay = 0.8,
    OutputFolder = args[1],
    CheckpointInterval = TimeSpan.Zero,
    CancellationToken = signals.Token,
    ThrowOnCancellation = true,
    ProgressInterval = TimeSpan.Zero,
    ProgressCallback = _ => Thread.Sleep(pause),
};
try
{
    context.Transforms.Conversion.MapValueToKey("Label").Append(context.MulticlassClassification.Trainers.ViT(options)).Fit(images);
}
catch (OperationCanceledException) when (signals.Received is not null)
{
    Console.WriteLine("saved");
    return signals.ExitCode;
}
Console.WriteLine("finished");
return 0;
