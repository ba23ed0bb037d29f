using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace FromScratch;

/// <summary>
/// Emoji in ten classes, of 64 x 64 pixels: learnt from Google's drawings, tested on Twitter's drawings of other emoji. A thousand images of one
/// hand are few: strong augmentation keeps the network from learning that hand by heart.
/// </summary>
internal static class Emoji
{
    private const int Side = 64;

    /// <summary>A row of the data view.</summary>
    public sealed class Drawing
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";
    }

    /// <param name="mlContext">With a seed.</param>
    /// <param name="folder">Holds the npm packages emoji-datasource-google and -twitter, unpacked as <c>google</c> and <c>twitter</c>.</param>
    public static ImageTask Load(MLContext mlContext, string folder)
    {
        var options = new ViTTrainer.Options
        {
            Recipe = null, // all that matters is set here
            FeatureColumnName = "ImagePath",
            CustomArchitecture = new VisionArchitecture
            {
                Name = "emoji-vit-patch16-64",
                Configuration = new ViTConfiguration
                {
                    ImageHeight = Side, ImageWidth = Side, PatchSize = 16, Dim = 192, Depth = 4, Heads = 3,
                    ClassToken = false, Pooling = ViTPooling.Average,
                },
                Preprocessing = ImagePreprocessing.Squash(Side) with
                {
                    Interpolation = Interpolation.Bilinear, Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
                    // What lies under transparent pixels is never seen and differs from vendor to vendor: it is not to be learnt.
                    Background = [255, 255, 255],
                    Fill = [255, 255, 255], // what comes into sight when a drawing is turned or moved is as white as the rest
                },
            },
            MaxEpochs = 300,
            BatchSize = 32,
            LearningRate = 1e-3,
            WeightDecay = 0.05,
            Beta2 = 0.95,
            WarmupFraction = 0.1,
            LabelSmoothing = 0.1,
            RandomCropMinArea = 0.5,
            TrivialAugment = true,
            ColorJitter = 0.4,
            HueJitter = 0.1,
            RandomGrey = 0.1,
            EmaDecay = 0.995,
            TestTimeFlip = true,          // a mirrored image is as good: the mean of both answers errs less
            ValidationSetFraction = null, // the number of epochs is fixed beforehand: train on all images
            ProgressCallback = ConsoleProgress.Show,
        };
        return new ImageTask(mlContext.Data.LoadFromEnumerable(Read(folder, "google", heldOut: false)),
            mlContext.Data.LoadFromEnumerable(Read(folder, "twitter", heldOut: true)), mlContext.MulticlassClassification.Trainers.ViT(options));
    }

    /// <summary>One vendor's drawings of the emoji that are held out of the training, or of the others.</summary>
    private static List<Drawing> Read(string folder, string vendor, bool heldOut)
    {
        var package = Path.Combine(folder, vendor, "package");
        using var table = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "emoji.json")));
        List<Drawing> drawings = [];
        foreach (var row in table.RootElement.EnumerateArray())
        {
            string Text(string name) => row.GetProperty(name).GetString()!;
            if (row.GetProperty($"has_img_{vendor}").GetBoolean() && IsHeldOut(Text("unified")) == heldOut && Class(Text("category"), Text("subcategory")) is { } label)
                drawings.Add(new Drawing { ImagePath = Path.Combine(package, "img", vendor, "64", Text("image")), Label = label });
        }
        return drawings;
    }

    /// <summary>Every fifth emoji or so, by the CRC-32 of its code points: both vendors' drawings of it, since one tells much of the other.</summary>
    private static bool IsHeldOut(string codePoints)
    {
        var crc = uint.MaxValue;
        foreach (var value in Encoding.ASCII.GetBytes(codePoints.ToLowerInvariant()))
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc % 5 == 0;
    }

    private static string? Class(string category, string subcategory) => (category, subcategory) switch
    {
        ("Smileys & Emotion", _) when subcategory.StartsWith("face-", StringComparison.Ordinal) => "face",
        ("People & Body", _) when subcategory.StartsWith("hand", StringComparison.Ordinal) => "hand",
        ("People & Body", _) when subcategory.StartsWith("person", StringComparison.Ordinal) => "person",
        ("Animals & Nature", _) when subcategory.StartsWith("animal-", StringComparison.Ordinal) => "animal",
        ("Animals & Nature", _) when subcategory.StartsWith("plant-", StringComparison.Ordinal) => "plant",
        ("Food & Drink", _) when subcategory.StartsWith("food-", StringComparison.Ordinal) => "food",
        ("Travel & Places", _) when subcategory.StartsWith("transport-", StringComparison.Ordinal) => "vehicle",
        ("Travel & Places", "place-building" or "place-religious") => "building",
        ("Objects", "clothing") => "clothing",
        ("Flags", "country-flag") => "flag",
        _ => null,
    };
}
