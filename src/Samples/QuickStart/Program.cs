// Trains a small vision transformer on 60,000 photographs of clothing, scores it on 10,000 others, saves it, and uses it again.
//
//   QuickStart train   DATA OUTPUT    trains, evaluates, writes OUTPUT/model.zip and OUTPUT/confusion.png
//   QuickStart predict DATA OUTPUT    loads OUTPUT/model.zip in this new process and classifies a few test photographs
//
// Expected: a test accuracy of about 89 %, and the right class among the first three for more than 98 of 100.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var command and ("train" or "predict"), var data, var output])
{
    Console.Error.WriteLine("usage: QuickStart train|predict DATA OUTPUT");
    return 2;
}
var modelPath = Path.Combine(output, "model.zip");
var mlContext = new MLContext(seed: 1);
if (command == "train")
    Train();
else
    Predict();
return 0;

void Train()
{
    IDataView train = FashionMnist.Load(mlContext, data, "train");
    IDataView test = FashionMnist.Load(mlContext, data, "t10k");

    // A vision transformer for small grey pictures: 16 patches of 7 x 7 pixels, 4 blocks of width 96.
    var options = new ViTTrainer.Options
    {
        Recipe = null, // all that matters is set here
        FeatureColumnName = "Image",
        CustomArchitecture = new VisionArchitecture
        {
            Name = "fashion-vit-patch7-28",
            Configuration = new ViTConfiguration
            {
                ImageHeight = 28, ImageWidth = 28, Channels = 1, PatchSize = 7, Dim = 96, Depth = 4, Heads = 3,
                ClassToken = false, Pooling = ViTPooling.Average,
            },
            Preprocessing = new ImagePreprocessing
            {
                Width = 28, Height = 28, Channels = 1, ResizeMode = ResizeMode.None, Mean = [0.2860f], Std = [0.3530f],
            },
        },
        MaxEpochs = 16,
        BatchSize = 128,
        LearningRate = 1e-3,
        WeightDecay = 0.05,
        Beta2 = 0.95,
        WarmupFraction = 0.05,
        LabelSmoothing = 0.1,
        HorizontalFlip = true,
        RandomCropMinArea = 1,        // no random crops: the photographs are centred
        ValidationSetFraction = null, // the number of epochs is fixed beforehand: train on all images
        ProgressCallback = ConsoleProgress.Show,
    };
    var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
        .Append(mlContext.MulticlassClassification.Trainers.ViT(options))
        .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
    ITransformer model = pipeline.Fit(train);

    IDataView scored = model.Transform(test);
    MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(scored, topKPredictionCount: 3);
    string[] classes = ClassNames(scored.Schema);
    PrintTable(metrics, classes);
    ConfusionMatrixPicture.Save(metrics.ConfusionMatrix, classes, Path.Combine(output, "confusion.png"));
    mlContext.Model.Save(model, train.Schema, modelPath);
    Console.WriteLine($"Wrote {modelPath} and {Path.Combine(output, "confusion.png")}.");
}

void PrintTable(MulticlassClassificationMetrics metrics, string[] classes)
{
    Console.WriteLine();
    Console.WriteLine($"test accuracy {metrics.MicroAccuracy:P2}, among the first three {metrics.TopKAccuracy:P2}, log-loss {metrics.LogLoss:F3}");
    Console.WriteLine();
    Console.WriteLine($"{"class",-13} {"precision",9} {"recall",8}   most often taken for");
    var confusion = metrics.ConfusionMatrix;
    for (var i = 0; i < classes.Length; i++)
    {
        var mistaken = Enumerable.Range(0, classes.Length).Where(j => j != i).MaxBy(j => confusion.Counts[i][j]);
        Console.WriteLine($"{classes[i],-13} {confusion.PerClassPrecision[i],9:P1} {confusion.PerClassRecall[i],8:P1}   {classes[mistaken]} ({confusion.Counts[i][mistaken]:F0})");
    }
    Console.WriteLine();
    Console.WriteLine(confusion.GetFormattedConfusionTable());
}

void Predict()
{
    ITransformer model = mlContext.Model.Load(modelPath, out _);
    IDataView photographs = mlContext.Data.TakeRows(FashionMnist.Load(mlContext, data, "t10k"), 6);
    IDataView scored = model.Transform(photographs);
    string[] classes = ClassNames(scored.Schema);
    var truths = photographs.GetColumn<string>("Label");
    var predictions = mlContext.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false);
    foreach (var (truth, prediction) in truths.Zip(predictions))
    {
        var best = prediction.Score.Select((probability, i) => (probability, name: classes[i])).OrderByDescending(p => p.probability).Take(3);
        Console.WriteLine($"{truth,-12} -> {string.Join(", ", best.Select(p => $"{p.name} {p.probability:P1}"))}");
    }
}

// The names of the classes, in the order of the scores.
string[] ClassNames(DataViewSchema schema)
{
    VBuffer<ReadOnlyMemory<char>> names = default;
    schema["Score"].GetSlotNames(ref names);
    return names.DenseValues().Select(name => name.ToString()).ToArray();
}

internal sealed class Prediction
{
    public float[] Score { get; set; } = [];
}
