// Finds pictures by what is in them, in words: texts and pictures become vectors that can be compared, and the nearest pictures are the answer.
//
//   dotnet run -c Release --project src/Samples/ImageSearch                                             with a small CLIP that is trained here first, on emoji
//   dotnet run -c Release --project src/Samples/ImageSearch -- --weights openai/clip-vit-base-patch32 --images my-photos --query "a dog on the beach"
//
// Expected of the small one, in a minute and a half on 2 CPU cores: for "penguin" the penguin, the eagle and the honeybee, for "red apple" peach, chestnut and mango.
// It has seen each thing in one drawing, and not these; a published CLIP finds far more.
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Search;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isShort = args.Contains("--short"); // to see that it works, in seconds: the figures mean nothing then
var output = "artifacts/samples/image-search";
Directory.CreateDirectory(output);
if ((Option("--weights") == null || Option("--images") == null) && !File.Exists("artifacts/emoji/complete"))
{
    Console.Error.WriteLine("The drawings are missing, artifacts/emoji: build/emoji fetches them.");
    Environment.ExitCode = 1;
    return;
}
if (Option("--weights") == null && !File.Exists("artifacts/clip/bpe_simple_vocab_16e6.txt"))
{
    Console.Error.WriteLine("CLIP's vocabulary is missing, artifacts/clip: build/clip-vocabulary fetches it. Published weights (--weights) bring their own.");
    Environment.ExitCode = 1;
    return;
}
var mlContext = new MLContext(seed: 1);
var weights = Option("--weights") ?? TrainSmallClip(Path.Combine(output, "clip-emoji"));

// 1. The index: every picture's vector, with its path or name. It is exact, and fast enough for a million pictures; saved, it opens at once.
var folder = Option("--images");
var images = folder != null ? mlContext.Data.LoadImageFolder(folder) : mlContext.Data.LoadFromEnumerable(Emoji("twitter"));
using var clip = mlContext.Transforms.ClipImageEmbedding("Embedding", "ImagePath", weights).Fit(images);
var vectors = clip.Transform(images);
var indexPath = Path.Combine(output, "pictures.index");
using (var index = new EmbeddingIndex(clip.EmbeddingDim))
{
    index.AddRows(vectors, "Embedding", nameColumnName: folder != null ? "ImagePath" : "Text"); // what is told of a picture that was found
    index.Save(indexPath);
    Console.WriteLine($"{index.Count} pictures in {indexPath}");
}

// 2. Questions in words: the same network makes vectors of texts.
using var pictures = EmbeddingIndex.Load(indexPath);
foreach (var query in Option("--query") is { } own ? [own] : new[] { "penguin", "red apple", "house with garden", "train", "full moon face" })
{
    Console.WriteLine(query);
    Print(pictures.Search(clip.EmbedText(query), k: 3));
}

// 3. The same index answers pictures: what is like the first one?
var hits = pictures.Search(clip.EmbedImage(images.GetColumn<string>("ImagePath").First()), k: 4);
Console.WriteLine($"like {hits[0].Name}");
Print(hits[1..]);

void Print(IEnumerable<SearchHit> hits)
{
    foreach (var hit in hits)
        Console.WriteLine($"  {hit.Score:F3}  {hit.Name}");
}

string? Option(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();

// Without a network to fetch a published CLIP from, a small one learns Google's drawings of animals, food and places by their names. Like any CLIP it knows
// no classes, but what it knows is only what it has seen: some 500 things, and English as far as their names go.
string TrainSmallClip(string folder)
{
    Console.WriteLine("Learning Google's drawings by their names");
    var options = new ClipContrastiveTrainer.Options
    {
        Recipe = ContrastiveRecipes.FromScratch,
        CustomArchitecture = new VisionArchitecture
        {
            Name = "emoji-clip-patch16-64",
            Configuration = new ClipConfiguration
            {
                ImageHeight = 64, ImageWidth = 64, PatchSize = 16, EmbeddingDim = 128, VisionWidth = 128, VisionLayers = 4, VisionHeads = 4,
                TextWidth = 128, TextLayers = 2, TextHeads = 4, Activation = Activation.Gelu,
            },
            Preprocessing = ImagePreprocessing.Squash(64) with
            {
                Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
                // Drawings are transparent where nothing is drawn, and turned ones leave a gap.
                Background = [255, 255, 255], Fill = [255, 255, 255],
            },
        },
        Tokenizer = "artifacts/clip/bpe_simple_vocab_16e6.txt", // CLIP's byte pairs; published weights bring their own
        MaxEpochs = isShort ? 1 : 80,
        BatchSize = 64,
        LearningRate = 1e-3,
        RandomCropMinArea = 0.5,
        Rotation = 10,
        ColorJitter = 0.4,
        ValidationSetFraction = null,
        ProgressCallback = ConsoleProgress.Show,
    };
    // Pairs of an image and a text in the columns ImagePath and Text; mlContext.Data.LoadImageTextPairs reads them from a table.
    var pairs = mlContext.Data.LoadFromEnumerable(Emoji("google").Take(isShort ? 64 : int.MaxValue).ToArray());
    using var model = mlContext.Transforms.ClipContrastive(options).Fit(pairs);
    model.SaveWeights(folder, WeightNaming.HuggingFace);
    return folder;
}

// The drawings of animals, plants, food, vehicles and places by one company, each with its name.
IEnumerable<Drawing> Emoji(string company)
{
    string[] categories = ["Animals & Nature", "Food & Drink", "Travel & Places"];
    using var list = JsonDocument.Parse(File.ReadAllText("artifacts/emoji/emoji.json"));
    return list.RootElement.EnumerateArray().Where(emoji => categories.Contains(emoji.GetProperty("category").GetString()))
        .Select(emoji => new Drawing
        {
            ImagePath = $"artifacts/emoji/{company}/{emoji.GetProperty("image").GetString()}",
            Text = emoji.GetProperty("name").GetString()!.ToLowerInvariant(),
        })
        .Where(drawing => File.Exists(drawing.ImagePath)).ToArray();
}

internal sealed class Drawing
{
    public string ImagePath { get; set; } = "";
    public string Text { get; set; } = "";
}
