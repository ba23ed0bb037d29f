using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// Fashion-MNIST by sentences: a small CLIP from random weights sees each of the 60,000 training images with one caption, its class put into one of
/// ten templates, and classifies the test images by templates that it has not seen. Beside it a classifier whose network is of the size of the
/// image tower, trained on the labels with as many epochs, images a step and the same augmentation.
/// </summary>
internal sealed class ContrastiveExperiment : IExperiment
{
    private const int Seed = 1;
    private const int Side = 28, PatchSize = 7, Width = 96, Layers = 4, Heads = 3;
    private const int Epochs = 8, Batch = 128;

    private static readonly string[] s_seen =
    [
        "a photo of a {}.", "a picture of a {}.", "an image of a {}.", "a grey photo of a {}.", "a small picture of a {}.",
        "a {} in a catalogue.", "a {} for sale.", "one {} on a black background.", "this is a {}.", "a product shot of the {}.",
    ];

    private static readonly string[] s_unseen =
    [
        "a close-up of a {}.", "a blurry snapshot of the {}.", "somebody's {}.", "the {} that I ordered.", "a black and white photograph of a {}.",
    ];

    public string Name => "contrastive";

    public void Run(ExperimentFolder folder)
    {
        var context = new MLContext(Seed);
        var train = Photographs(context, "train", folder.IsShort ? 256 : int.MaxValue);
        var test = context.Data.LoadFromEnumerable(Photographs(context, "t10k", folder.IsShort ? 100 : int.MaxValue));
        var epochs = folder.IsShort ? 1 : Epochs;

        var supervised = folder.Once("supervised", () => Supervised(context, context.Data.LoadFromEnumerable(train), test, epochs));
        var labelled = context.Transforms.Conversion.MapValueToKey("Label").Fit(test).Transform(test);
        using var clip = Contrastive(context, train, folder.Of("training"), epochs);
        Console.WriteLine($"{train.Length} images, {epochs} epochs:");
        Console.WriteLine("| test accuracy, % | | beside the supervised network, points |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine($"| supervised | {100 * supervised:F2} | |");
        Show("by the five unseen templates", s_unseen);
        foreach (var template in s_unseen)
            Show($"by \"{template}\" alone", [template]);
        Show("by the ten seen templates", s_seen);

        void Show(string name, string[] templates)
        {
            var accuracy = ZeroShot(context, labelled, clip, templates);
            Console.WriteLine($"| {name} | {100 * accuracy:F2} | {100 * (accuracy - supervised):+0.00;-0.00} |");
        }
    }

    private static double Supervised(MLContext context, IDataView train, IDataView test, int epochs)
    {
        var options = new ViTTrainer.Options
        {
            Recipe = null,
            FeatureColumnName = "Image",
            CustomArchitecture = FashionSet.Architecture("fashion-vit", new ViTConfiguration
            {
                ImageHeight = Side, ImageWidth = Side, Channels = 1, PatchSize = PatchSize, Dim = Width, Depth = Layers, Heads = Heads,
            }),
            LabelSmoothing = 0.1,
            ValidationSetFraction = null,
        };
        Learn(options, "supervised", epochs);
        using var model = context.Transforms.Conversion.MapValueToKey("Label").Append(context.MulticlassClassification.Trainers.ViT(options)).Fit(train);
        return context.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
    }

    private static ClipContrastiveTransformer Contrastive(MLContext context, FashionMnist.Photograph[] photographs, string folder, int epochs)
    {
        // Which image has which caption is drawn from the seed.
        var random = new Random(Seed);
        var pairs = context.Data.LoadFromEnumerable(photographs.Select(photograph => new Pair
        {
            Image = photograph.Image, Text = s_seen[random.Next(s_seen.Length)].Replace("{}", photograph.Label),
        }).ToArray());
        var options = new ClipContrastiveTrainer.Options
        {
            Recipe = ContrastiveRecipes.FromScratch,
            ImageColumnName = "Image",
            CustomArchitecture = FashionSet.Architecture("fashion-clip", new ClipConfiguration
            {
                ImageHeight = Side, ImageWidth = Side, Channels = 1, PatchSize = PatchSize, EmbeddingDim = 64,
                VisionWidth = Width, VisionLayers = Layers, VisionHeads = Heads,
                TextWidth = 64, TextLayers = 2, TextHeads = 2, ContextLength = 24, Activation = Activation.Gelu,
            }),
            Tokenizer = Path.Combine("artifacts", "clip", "bpe_simple_vocab_16e6.txt"),
            ValidationSetFraction = null,
            OutputFolder = folder,
        };
        Learn(options, "contrastive", epochs);
        return context.Transforms.ClipContrastive(options).Fit(pairs);
    }

    private static double ZeroShot(MLContext context, IDataView labelled, ClipContrastiveTransformer clip, string[] templates)
    {
        using var model = context.Transforms.ClipZeroShot(new ClipZeroShotEstimator.Options
        {
            Clip = clip, FeatureColumnName = "Image", Templates = templates, ScoringBatchSize = Batch,
        }).Fit(labelled);
        return context.MulticlassClassification.Evaluate(model.Transform(labelled)).MicroAccuracy;
    }

    /// <summary>What both have in common.</summary>
    private static void Learn(TrainingOptions options, string name, int epochs)
    {
        options.MaxEpochs = epochs;
        options.BatchSize = Batch;
        options.LearningRate = 1e-3;
        options.WeightDecay = 0.05;
        options.Beta2 = 0.95;
        options.WarmupFraction = 0.05;
        options.HorizontalFlip = true;
        options.RandomCropMinArea = 1;
        options.Seed = Seed;
        options.MetricsCallback = epoch => EpochLine.Show(name, epoch);
    }

    /// <summary>Photographs with the names of their classes as one writes them in sentences.</summary>
    private static FashionMnist.Photograph[] Photographs(MLContext context, string part, int most)
    {
        var rows = FashionSet.Photographs(context, part, most);
        foreach (var row in rows)
            row.Label = row.Label == "T-shirt/top" ? "t-shirt" : row.Label == "Trouser" ? "pair of trousers" : row.Label.ToLowerInvariant();
        return rows;
    }

    /// <summary>An image with its caption.</summary>
    private sealed class Pair
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public string Text { get; set; } = "";
    }
}
