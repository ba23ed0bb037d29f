using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

/// <summary>Squares of six colours, each with a text in English and one in German, and what learns them in a second.</summary>
internal static class PairPictures
{
    private static readonly (string English, string German, (byte R, byte G, byte B) Colour)[] s_colours =
    [
        ("red", "rot", (220, 20, 20)), ("green", "gr\u00fcn", (20, 200, 20)), ("blue", "blau", (20, 20, 220)),
        ("yellow", "gelb", (230, 220, 20)), ("black", "schwarz", (10, 10, 10)), ("white", "wei\u00df", (250, 250, 250)),
    ];

    public static readonly VisionArchitecture Architecture = new()
    {
        Name = "tiny-pairs",
        Configuration = ClipFolder.Configuration with { ContextLength = 12, PatchSize = 8, TextWidth = 16, TextHeads = 2 },
        Preprocessing = ImagePreprocessing.Squash(16),
    };

    public sealed class Row
    {
        public string ImagePath { get; set; } = "";

        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }

    /// <summary>Writes pictures, and gives two rows for each.</summary>
    public static Row[] Write(string folder, int each, int seed)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        List<Row> rows = [];
        foreach (var (english, german, colour) in s_colours)
        {
            for (var i = 0; i < each; i++)
            {
                int x = random.Next(6), y = random.Next(6), shade = random.Next(20);
                var path = Path.Combine(folder, $"{english}-{i}.png");
                File.WriteAllBytes(path, PngFile.Rgb(new Picture(16, 16).Paint((128, 128, 128), (_, _) => true)
                    .Paint(((byte)Math.Max(0, colour.R - shade), (byte)Math.Max(0, colour.G - shade), colour.B), (px, py) => px >= x && px < x + 10 && py >= y && py < y + 10)));
                rows.Add(new Row { ImagePath = path, Text = $"a {english} square", Label = english });
                rows.Add(new Row { ImagePath = path, Text = $"{german}, ein Quadrat", Label = english });
            }
        }
        return [.. rows];
    }

    public static IDataView Load(MLContext context, string folder, int each = 8, int seed = 1) => context.Data.LoadFromEnumerable(Write(folder, each, seed));

    public static ClipContrastiveTrainer.Options Options() => new()
    {
        Recipe = ContrastiveRecipes.FromScratch,
        CustomArchitecture = Architecture,
        Tokenizer = ClipVocabularyFile.Path,
        BatchSize = 24,
        MaxEpochs = 2,
        LearningRate = 5e-3,
        RandomCropMinArea = 1,
        ValidationSetFraction = null,
        LoaderThreads = 1,
        Seed = 5,
    };

    public static float[] Weights(ClipContrastiveTransformer model) => model.Clip.Use(clip =>
        clip.Network.state_dict().SelectMany(pair => pair.Value.cpu().data<float>().ToArray()).ToArray());
}
