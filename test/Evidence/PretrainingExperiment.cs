using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// Fashion-MNIST with few labels (He et al., 2022; Gao et al., 2022): networks are pretrained on the 60,000 training images without labels, then
/// fine-tuned on 1,000 of them with labels, 100 a class. The same networks are trained on those labels from scratch, with as many epochs and the
/// same augmentation, at three learning rates; the rate of either is the one that does best on 1,000 other training images. Networks from
/// scratch gain from more epochs than fine-tuned ones need, so at their best rate they are given four times as many too. FastConvMAE has half of
/// ConvMAE's epochs.
/// </summary>
internal sealed class PretrainingExperiment : IExperiment
{
    private const int Seed = 1;
    private const int LabelsAClass = 100;
    private const int Epochs = 40;
    private const int Longer = 4;

    private static readonly double[] s_scratchRates = [3e-4, 1e-3, 3e-3];
    private static readonly double[] s_fineTuningRates = [5e-4, 1e-3, 2e-3];

    public string Name => "pretraining";

    public void Run(ExperimentFolder folder)
    {
        var context = new MLContext(Seed);
        var photographs = FashionSet.Photographs(context, "train");
        var unlabelled = context.Data.LoadFromEnumerable(folder.IsShort ? photographs[..512] : photographs);
        // Which images have labels: the first of each class in an order of the seed, and the next of each class to choose learning rates by.
        new Random(Seed).Shuffle(photographs);
        var each = folder.IsShort ? 5 : LabelsAClass;
        var labelled = context.Data.LoadFromEnumerable(photographs.GroupBy(image => image.Label).SelectMany(image => image.Take(each)).ToArray());
        var heldOut = context.Data.LoadFromEnumerable(photographs.GroupBy(image => image.Label).SelectMany(image => image.Skip(each).Take(each)).ToArray());
        var test = context.Data.LoadFromEnumerable(FashionSet.Photographs(context, "t10k", folder.IsShort ? 100 : int.MaxValue));

        Dictionary<string, (Choice Alone, Choice Longer)> scratch = [];
        Console.WriteLine("| method | epochs | pretraining, s | from scratch, % (rate; held out) | from scratch, 4 times the epochs | fine-tuned, % (rate; held out) | gain, points | gain over the longer |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var family in Families(folder.IsShort))
        {
            var weights = folder.Of(family.Name);
            var seconds = folder.Once(family.Name + "-seconds", () => Pretrain(context, family, unlabelled, weights));
            // ConvMAE and FastConvMAE pretrain the same network.
            var network = family.Architecture.Configuration.Classifier!.Family;
            if (!scratch.ContainsKey(network))
            {
                var best = Best(s_scratchRates, rate => Train(family, rate, null, Epochs));
                scratch[network] = (best, Train(family, best.Rate, null, Epochs * Longer));
            }
            var (alone, longer) = scratch[network];
            var tuned = Best(s_fineTuningRates, rate => Train(family, rate, weights, Epochs));
            Console.WriteLine($"| {family.Name} | {family.Epochs} | {seconds:F0} | {alone} | {longer} | {tuned} | {Gain(alone)} | {Gain(longer)} |");

            string Gain(Choice over) => $"{100 * (tuned.Test - over.Test):+0.0;-0.0}";
        }

        Choice Train(PretrainingFamily family, double rate, string? weights, int epochs)
        {
            var name = $"{(weights is null ? family.Architecture.Configuration.Classifier!.Family + "-scratch" : family.Name + "-tuned")}-{rate:0.0000}{(epochs == Epochs ? "" : $"-{epochs}-epochs")}";
            double[]? accuracies = null;
            var held = folder.Once(name + "-held-out", () => (accuracies = Classify(context, family, rate, weights, labelled, [heldOut, test], folder.IsShort ? 1 : epochs))[0]);
            // Killed between the two, it is trained once more: the same seed gives the same network.
            return new Choice(rate, held, folder.Once(name + "-test",
                () => (accuracies ?? Classify(context, family, rate, weights, labelled, [heldOut, test], folder.IsShort ? 1 : epochs))[1]));
        }
    }

    /// <summary>The rate that does best on the held-out images.</summary>
    private static Choice Best(double[] rates, Func<double, Choice> train) => rates.Select(train).ToArray().MaxBy(choice => choice.HeldOut)!;

    private static double Pretrain(MLContext context, PretrainingFamily family, IDataView images, string folder)
    {
        var start = Stopwatch.GetTimestamp();
        var options = family.Options();
        options.InputColumnName = "Image";
        options.CustomArchitecture = family.Architecture;
        options.MaxEpochs = family.Epochs;
        options.BatchSize = 128;
        options.LearningRate = 1.5e-3;
        options.LearningRateBatch = null;
        options.WarmupFraction = 0.1;
        options.RandomCropMinArea = 0.5;
        options.OutputFolder = folder;
        options.Seed = Seed;
        options.PictureEpochs = 3;
        options.LoaderThreads = 1;
        options.MetricsCallback = epoch => EpochLine.Show(family.Name, epoch);
        using var model = (IDisposable)family.Trainer(context, options).Fit(images);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The shares of right answers among each of the judges.</summary>
    private static double[] Classify(MLContext context, PretrainingFamily family, double rate, string? weights, IDataView train, IDataView[] judges, int epochs)
    {
        var options = family.FineTuning();
        options.FeatureColumnName = "Image";
        options.CustomArchitecture = weights is null ? family.Architecture : null; // what the weights are of is in their folder
        options.Weights = weights;
        options.MaxEpochs = epochs;
        options.BatchSize = 50;
        options.LearningRate = rate;
        options.LayerDecay = weights is null ? 1 : 0.75;
        options.DropPathRate = 0.1;
        options.WarmupFraction = 0.1;
        options.WeightDecay = 0.05;
        options.RandomCropMinArea = 0.5;
        options.RandomErasing = 0.25;
        options.ValidationSetFraction = null;
        options.Seed = Seed;
        options.LoaderThreads = 1;
        var start = Stopwatch.GetTimestamp();
        var model = context.Transforms.Conversion.MapValueToKey("Label").Append(family.Classifier(context, options)).Fit(train);
        var accuracies = judges.Select(judge => context.MulticlassClassification.Evaluate(model.Transform(judge)).MicroAccuracy).ToArray();
        Console.Error.WriteLine($"{family.Name}{(weights is null ? " from scratch" : "")}, rate {rate}, {epochs} epochs: {string.Join(" ", accuracies.Select(a => $"{a:P2}"))}, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        (model as IDisposable)?.Dispose();
        return accuracies;
    }

    private static IEnumerable<PretrainingFamily> Families(bool isShort)
    {
        var mae = FashionSet.Architecture("fashion-mae", new MaeConfiguration
        {
            ImageHeight = 28, ImageWidth = 28, Channels = 1, PatchSize = 4, Dim = 96, Depth = 4, Heads = 3, DecoderDim = 48, DecoderDepth = 1, DecoderHeads = 3,
        });
        var stages = new ConvEncoderSizes
        {
            Stage1 = new ConvStage { PatchSize = 2, Dim = 24, Depth = 1, MlpRatio = 2 }, Stage2 = new ConvStage { PatchSize = 2, Dim = 48, Depth = 1, MlpRatio = 2 },
            PatchSize = 2, Dim = 96, Depth = 4, Heads = 3,
        };
        var convMae = new ConvMaeConfiguration { ImageHeight = 32, ImageWidth = 32, Channels = 1, Encoder = stages, DecoderDim = 48, DecoderDepth = 1, DecoderHeads = 3 };
        var fast = new FastConvMaeConfiguration { ImageHeight = 32, ImageWidth = 32, Channels = 1, Encoder = stages, DecoderDim = 48, DecoderDepth = 1, DecoderHeads = 3 };
        yield return new PretrainingFamily("MAE", mae, isShort ? 1 : 12, () => new MaskedAutoencoderTrainer.Options(),
            (context, options) => context.Transforms.MaskedAutoencoder((MaskedAutoencoderTrainer.Options)options),
            () => new ViTTrainer.Options { Recipe = null }, (context, options) => context.MulticlassClassification.Trainers.ViT((ViTTrainer.Options)options));
        yield return new PretrainingFamily("ConvMAE", FashionSet.Architecture("fashion-convmae", convMae), isShort ? 1 : 12, () => new ConvMaskedAutoencoderTrainer.Options(),
            (context, options) => context.Transforms.ConvMaskedAutoencoder((ConvMaskedAutoencoderTrainer.Options)options), ConvOptions, ConvTrainer);
        yield return new PretrainingFamily("FastConvMAE", FashionSet.Architecture("fashion-fastconvmae", fast), isShort ? 1 : 6, () => new FastConvMaskedAutoencoderTrainer.Options(),
            (context, options) => context.Transforms.FastConvMaskedAutoencoder((FastConvMaskedAutoencoderTrainer.Options)options), ConvOptions, ConvTrainer);

        static ImageClassificationOptions ConvOptions() => new ConvMaeTrainer.Options { Recipe = null };

        static IEstimator<ITransformer> ConvTrainer(MLContext context, ImageClassificationOptions options)
            => context.MulticlassClassification.Trainers.ConvMae((ConvMaeTrainer.Options)options);
    }

    /// <summary>What one learning rate gave.</summary>
    private sealed record Choice(double Rate, double HeldOut, double Test)
    {
        public override string ToString() => $"{100 * Test:F2} ({Rate}; {100 * HeldOut:F1})";
    }
}
