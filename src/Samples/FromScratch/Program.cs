// Trains a small vision transformer from random weights on one of three public sets of images, and scores it on the set's test images.
//
//   FromScratch fashion|digits|emoji DATA
//
// Each set has a file of its own here, with its network and its recipe; build/accuracy fetches the data and runs this. Recipes were chosen on
// training images that were held out, never on test images; the seed was fixed beforehand.
using System.Diagnostics;
using System.Globalization;
using FromScratch;
using Microsoft.ML;
using Microsoft.ML.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var name and ("fashion" or "digits" or "emoji"), var data])
{
    Console.Error.WriteLine("usage: FromScratch fashion|digits|emoji DATA");
    return 2;
}
var mlContext = new MLContext(seed: 1);
var watch = Stopwatch.StartNew();
ImageTask task = name switch
{
    "fashion" => Fashion.Load(mlContext, data),
    "digits" => Digits.Load(mlContext, data),
    _ => Emoji.Load(mlContext, data),
};
var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
    .Append(task.Trainer)
    .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
ITransformer model = pipeline.Fit(task.Train);
var seconds = watch.Elapsed.TotalSeconds;

MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(task.Test));
var images = metrics.ConfusionMatrix.Counts.Sum(row => row.Sum());
var standardError = Math.Sqrt(metrics.MicroAccuracy * (1 - metrics.MicroAccuracy) / images);
Console.WriteLine($"{name} test accuracy {100 * metrics.MicroAccuracy:F2} % standard error {100 * standardError:F2} of {images:F0} images, trained in {seconds:F0} s");
return 0;
