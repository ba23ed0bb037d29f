using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// A small CLIP from random weights learns emoji by their names in English and Chinese from Google's drawings, and then finds Twitter's, none of which it
/// has seen: a query is one of all names, the candidates are all of Twitter's drawings, and it counts as found when the named one is among the ten
/// nearest. Names are those that it was trained with; drawings are what is new.
/// </summary>
internal sealed class EmojiExperiment : IExperiment
{
    private const int Seed = 1;

    // Where two hands agree is in the coarse shapes and colours: of sixteen times as many pixels the network learns one hand's details instead.
    private const int Size = 16;

    public string Name => "emoji";

    public void Run(ExperimentFolder folder)
    {
        var set = new EmojiSet(Path.Combine("artifacts", "emoji"), folder.Of("tables"), folder.IsShort ? 64 : int.MaxValue);
        var context = new MLContext(Seed);
        context.Log += (_, e) =>
        {
            if (e.Source.StartsWith(nameof(ClipContrastiveTrainer), StringComparison.Ordinal) && e.Kind >= Microsoft.ML.Runtime.ChannelMessageKind.Info)
                Console.WriteLine(e.RawMessage);
        };
        var options = new ClipContrastiveTrainer.Options
        {
            Recipe = ContrastiveRecipes.FromScratch,
            CustomArchitecture = Architecture(),
            Tokenizer = Path.Combine("artifacts", "clip", "bpe_simple_vocab_16e6.txt"),
            BatchSize = 128,
            MaxEpochs = folder.IsShort ? 2 : 800, // what is found of another hand's drawings still grows long after one's own are all found
            LearningRate = 1.5e-3,
            WeightDecay = 1,
            ValidationSetFraction = null,
            HorizontalFlip = false, // clocks, arrows, hands and flags are not the same mirrored
            RandomCropMinArea = 0.7,
            Rotation = 5,
            ColorJitter = 0.2, // and no other hues: colours are what two hands have most in common
            RandomBlur = 0.3,
            Seed = Seed,
            OutputFolder = folder.Of("training"),
        };
        using var model = context.Transforms.ClipContrastive(options).Fit(context.Data.LoadImageTextPairs(set.Table("google", "en", "zh"), set.Source));
        Console.WriteLine($"{set.Count} emoji; drawings by names, in one network for both languages:");
        Console.WriteLine("| drawings and language | recall@1 | recall@5 | recall@10 | of |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (style, language) in new[] { ("twitter", "en"), ("twitter", "zh"), ("google", "en"), ("google", "zh") })
        {
            var found = model.EvaluateRetrieval(context.Data.LoadImageTextPairs(set.Table(style, language), set.Source));
            Console.WriteLine($"| {style} {language} | {found.TextToImageRecallAt1:P1} | {found.TextToImageRecallAt5:P1} | {found.TextToImageRecallAt10:P1} | {found.Images} |");
        }
    }

    private static VisionArchitecture Architecture()
    {
        var configuration = new ClipConfiguration
        {
            ImageHeight = Size, ImageWidth = Size, PatchSize = 8, EmbeddingDim = 128, VisionWidth = 128, VisionLayers = 2, VisionHeads = 4,
            TextWidth = 128, TextLayers = 2, TextHeads = 4, ContextLength = 32, Activation = Activation.Gelu,
        };
        return new VisionArchitecture
        {
            Name = "clip-emoji", Configuration = configuration,
            Preprocessing = ImagePreprocessing.Squash(Size) with
            {
                Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
                // What lies under transparent pixels differs from style to style and is not to be learnt.
                Background = [255, 255, 255], Fill = [255, 255, 255],
            },
        };
    }
}
